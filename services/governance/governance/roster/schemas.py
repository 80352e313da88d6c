from pydantic import BaseModel


class Report(BaseModel):
    """What an import did, or would do in a dry run; rows that were there already are unchanged."""

    rows: int
    created: int
    changed: int
    unchanged: int
    dry_run: bool
