from kit.errors import NotFound


class TriageNotYours(NotFound):
    """Another agency's table, or one that only its clerks and leaders change."""

    code = "triage-not-yours"
