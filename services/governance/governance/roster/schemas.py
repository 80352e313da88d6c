from kit.intake import IntakeRead


class RosterImportRead(IntakeRead):
    """What it did, or would do in a dry run; rows that were there already are unchanged."""

    what: str
    dry_run: bool
    created: int
    changed: int
    unchanged: int
