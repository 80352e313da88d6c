from kit.errors import Conflict, Invalid, NotFound, TooLarge, TooMany, Unsupported


class PetitionNotFound(NotFound):
    """Unknown, or of another agency: nobody can tell which."""

    code = "petition-not-found"


class PetitionCodeUnknown(NotFound):
    """No petition has this code, or it is none at all: nobody can tell which."""

    code = "petition-code-unknown"


class PetitionKeyUsed(Conflict):
    """Another petition was filed with the key of this form."""

    code = "petition-key-used"


class PetitionClosed(Conflict):
    """Answered, refused or redirected: only the answer may still be corrected."""

    code = "petition-closed"


class PetitionNotClosed(Conflict):
    """An answer is rated, not what has none."""

    code = "petition-not-closed"


class TooManyPetitions(TooMany):
    code = "petition-too-many"


class TooManyPhotos(Invalid):
    code = "petition-too-many-photos"

    def __init__(self, most: int) -> None:
        super().__init__(most=most, errors=[{"field": "photos", "message": "petition.wrong.too_many", "most": most}])


class AreaUnknown(Invalid):
    code = "petition-area-unknown"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "area", "message": "petition.wrong.area"}])


class PhotoRefused(Unsupported):
    """By what it holds, whatever it is called."""

    code = "petition-photo-refused"

    def __init__(self, number: int) -> None:
        told = {"field": "photos", "message": "petition.wrong.photo", "number": number}
        super().__init__(number=number, errors=[told])


class PhotoTooLarge(TooLarge):
    """In bytes, or unpacked."""

    code = "petition-photo-too-large"

    def __init__(self, number: int, mib: int, megapixels: int) -> None:
        facts = {"number": number, "mib": mib, "megapixels": megapixels}
        told = {"field": "photos", "message": "petition.wrong.photo_too_large", **facts}
        super().__init__(**facts, errors=[told])


class PhotoNotFound(NotFound):
    code = "petition-photo-not-found"


class NoContact(NotFound):
    code = "petition-no-contact"
