from sqlalchemy.orm import Mapped

from kit.intake import IntakeRow


class RosterImport(IntakeRow):
    """A sheet of units, or of people and positions, on its way in."""

    __tablename__ = "roster_import"

    what: Mapped[str]
    dry_run: Mapped[bool]
    """Only checked: the figures say what it would do."""
    everywhere: Mapped[bool]
    """Whose sender keeps the directory of the whole province."""
    created: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
