from kit.agencies import AgencyColumns
from kit.db import Base


class Agency(AgencyColumns, Base):
    """Who sees to petitions."""

    __tablename__ = "citizen_agency"  # one process may know the tables of all services
