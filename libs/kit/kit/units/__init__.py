"""Administrative units and agencies by date: a code means something only together with a day."""

from kit.units.register import BeforeRecord, Register, register
from kit.units.unit import Agency, Kind, Level, Unit

__all__ = ["Agency", "BeforeRecord", "Kind", "Level", "Register", "Unit", "register"]
