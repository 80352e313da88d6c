from governance.organisation.errors import OrganisationTaken
from kit.errors import Denied


class PersonElsewhereToo(Denied):
    """The person also works for an agency that the caller does not keep."""

    code = "person-elsewhere-too"


class UsernameTaken(OrganisationTaken):
    def __init__(self) -> None:
        super().__init__("username", "person.wrong.username_taken")
