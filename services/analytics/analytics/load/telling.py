"""A load in the words of the request's language."""

from fastapi import Request

from analytics.load.schemas import LoadRead
from analytics.load.tables import Load
from kit.web import translator


def told(request: Request, load: Load) -> LoadRead:
    read = LoadRead.model_validate(load)
    if not load.reason:
        return read
    return read.model_copy(
        update={"message": translator(request).t(f"error.{load.reason}.detail", **load.reason_params)}
    )
