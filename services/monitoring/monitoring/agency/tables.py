from kit.agencies import AgencyColumns
from kit.db import Base


class Agency(AgencyColumns, Base):
    """Who leads indicators, reports figures and has its own row in a breakdown."""

    __tablename__ = "reporting_agency"  # one process may know the tables of all services
