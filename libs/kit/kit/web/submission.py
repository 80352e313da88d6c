"""A form that was sent: its values to show again, what it means, and what is wrong with it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from kit.errors import Invalid, Problem, StaleEdit, TooLarge, Unavailable
from kit.web import csrf, once
from kit.web.fields import field_errors, worded
from kit.web.problem import sentence

Data = TypeVar("Data", bound=BaseModel)
Result = TypeVar("Result")
OF_THE_WHOLE = (Invalid, TooLarge, Unavailable)
"""What was sent may be mended or sent again, so it is not lost to an error page."""


@dataclass
class Submission(Generic[Data]):
    """`data` is None when `errors` (a message by field) is not empty. `status` is what the answer deserves."""

    request: Request
    values: defaultdict[str, Any]
    data: Data | None = None
    errors: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    """All that is wrong, where one field has more than one thing: `field`, `message`."""
    changed: dict[str, Any] = field(default_factory=dict)
    """After a stale edit: what the fields that differ hold now."""
    status: int = 200

    async def attempt(self, session: AsyncSession, act: Callable[[Data], Awaitable[Result]]) -> Result | None:
        """Do it; None, and nothing done, when the form has to be shown again. Other problems are raised."""
        if self.data is None:
            return None
        try:
            async with session.begin_nested():
                return await act(self.data)
        except StaleEdit as problem:
            self._show_stale(problem)
        except Problem as problem:
            if "errors" not in problem.params and not isinstance(problem, OF_THE_WHOLE):
                raise
            self._show(problem)
        return None

    def _show(self, problem: Problem) -> None:
        self.status = problem.status
        if "errors" in problem.params:
            self.rows = worded(self.request, problem.params["errors"])
            self.errors |= {row["field"]: row["message"] for row in reversed(self.rows)}
        else:
            self.errors[""] = sentence(self.request, problem)

    def _show_stale(self, problem: StaleEdit) -> None:
        """The editor's values stay; sent once more they go over what is there now."""
        self.status = problem.status
        self.changed = problem.params.get("changed", {})
        self.values["version"] = problem.params.get("version", self.values.get("version"))


async def submitted(request: Request, schema: type[Data], **more: Any) -> Submission[Data]:
    """Reads the form, and `more` beside it; fields left empty count as not given, fields named twice as lists."""
    form = await request.form(max_fields=1000)
    values = _values(form)
    values.update(more)
    await form.close()
    try:
        data = schema.model_validate({name: value for name, value in values.items() if value != ""})
    except ValidationError as error:
        return Submission(request, values, errors=field_errors(request, error.errors()), status=422)
    return Submission(request, values, data)


async def uploaded_text(request: Request, name: str) -> str:
    """The text of the file in this field, asked for before `submitted`; empty without one."""
    file = (await request.form(max_fields=1000)).get(name)
    return (await file.read()).decode("utf-8", "replace") if isinstance(file, UploadFile) else ""


def blank(request: Request, data: BaseModel | None = None, **values: Any) -> Submission[Any]:
    """A form not sent yet, filled with `data`."""
    shown = data.model_dump(mode="json") if data else {}
    shown = {name: value for name, value in shown.items() if value is not None}
    return Submission(request, defaultdict(str, shown | values))


def _values(form: FormData) -> defaultdict[str, Any]:
    names = dict.fromkeys(name for name in form if name not in {csrf.FIELD, once.FIELD})
    lists = {name: [value for value in form.getlist(name) if isinstance(value, str)] for name in names}
    single = {name: found[0] if len(found) == 1 else found for name, found in lists.items() if found}
    return defaultdict(str, single)
