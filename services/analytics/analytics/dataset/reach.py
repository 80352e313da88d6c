"""Who knows of a dataset, and who answers for it."""

from sqlalchemy import ColumnElement, and_, false, or_, select

from analytics.dataset.tables import Dataset, DatasetGrant
from kit.auth import Caller


def known_to(caller: Caller) -> ColumnElement[bool]:
    """All that anybody of his province, agency or role sees; everything else is not there for him."""
    granted = select(DatasetGrant.id).where(DatasetGrant.dataset_id == Dataset.id, granted_to(caller)).exists()
    return or_(Dataset.visibility == "province", owned_by(caller), granted)


def owned_by(caller: Caller) -> ColumnElement[bool]:
    return Dataset.owner == caller.agency if caller.agency else false()


def granted_to(caller: Caller) -> ColumnElement[bool]:
    agency = DatasetGrant.agency.in_(["", caller.agency] if caller.agency else [""])
    return and_(agency, DatasetGrant.role.in_(["", *caller.roles]))
