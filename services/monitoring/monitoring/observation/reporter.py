"""Who reports, and for which places: an agency for itself and for what it leads, some for the whole province."""

from dataclasses import dataclass

from kit.auth import Caller
from monitoring.indicator.tables import Indicator

PROVINCE = "monitoring:province"


@dataclass(frozen=True, slots=True)
class Reporter:
    name: str
    agency: str | None = None
    everywhere: bool = False
    demo: bool = False

    @classmethod
    def of(cls, caller: Caller) -> "Reporter":
        return cls(caller.name or caller.username, caller.agency, PROVINCE in caller.scopes)

    def may_report(self, indicator: Indicator, level: str, area: str) -> bool:
        """Figures of the province, its districts and communes belong to whoever leads the indicator."""
        if self.everywhere:
            return True
        if not self.agency:
            return False
        leads = indicator.decision.lead_agency == self.agency
        return leads or (level == "agency" and area == self.agency)


PLATFORM = Reporter("", everywhere=True)
