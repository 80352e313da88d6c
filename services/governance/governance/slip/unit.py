"""For which of a document's units somebody acts."""

from uuid import UUID

from governance.document.errors import ActionNotYours
from governance.document.tables import Document, DocumentUnit
from governance.organisation.standing import Standing


def unit_of(acting: Standing, document: Document, action: str, unit_id: UUID | None = None) -> DocumentUnit:
    """For which of the document's units its head acts: the one asked for, else the first that nobody is set to yet."""
    headed = units_of(acting, document, action)
    if unit_id is not None:
        headed = [given for given in headed if given.unit_id == unit_id]
    if not headed:
        raise ActionNotYours
    taken = {one.unit_id for one in document.people}
    return next((given for given in headed if given.unit_id not in taken), headed[0])


def units_of(acting: Standing, document: Document, action: str) -> list[DocumentUnit]:
    """The leading one, or those that take part, as far as one heads them."""
    part = "lead" if action == "hand" else "co"
    return [given for given in document.units if given.part == part and given.unit_id in acting.headed]
