from kit.agencies import AgencyColumns
from kit.db import Base


class Agency(AgencyColumns, Base):
    """Who calls meetings and sends people to them."""

    __tablename__ = "meeting_agency"  # one process may know the tables of all services
