from kit.errors import Conflict, NotFound


class DatasetNotFound(NotFound):
    """There is none, or the caller may not know of it."""

    code = "dataset-not-found"


class DatasetCodeTaken(Conflict):
    code = "dataset-code-taken"


class DatasetFed(Conflict):
    """Events fill it, and nothing else does."""

    code = "dataset-fed"


class GrantNotFound(NotFound):
    code = "dataset-grant-not-found"


class GrantTaken(Conflict):
    """The same agency and role have one already."""

    code = "dataset-grant-taken"


class ColumnNotFound(NotFound):
    code = "dataset-column-not-found"
