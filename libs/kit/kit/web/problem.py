"""The page of an error: what happened, why, what to do, its code and the number to quote."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from kit.errors import Problem
from kit.web.messages import is_partial
from kit.web.render import render
from kit.web.translations import Translator, translator


def render_problem(
    request: Request, *, status: int, code: str, values: dict[str, Any] | None = None, reference: str = ""
) -> HTMLResponse:
    """Texts: `error.<code>.title`, `.detail` and, if there is one, `.action`, else
    `error.action.<status>`.

    A partial htmx request gets it as a notice where the page has its messages, so no list is lost
    to an error.
    """
    reader, values = translator(request), values or {}
    texts = {
        "title": reader.t(f"error.{code}.title", **values),
        "detail": reader.t(f"error.{code}.detail", **values),
        "action": _action(reader, code, status, values),
    }
    headers = {"HX-Retarget": "#messages", "HX-Reswap": "beforeend"} if is_partial(request) else {}
    return render(
        request,
        "error.html",
        block="notice",
        status=status,
        headers=headers,
        code=code,
        reference=reference,
        **texts,
    )


def sentence(request: Request, problem: Problem) -> str:
    """The same in one line, for a form that is shown again."""
    reader = translator(request)
    told = reader.t(f"error.{problem.code}.detail", **problem.params)
    return f"{told} {_action(reader, problem.code, problem.status, problem.params)} ({problem.code})"


def _action(reader: Translator, code: str, status: int, values: dict[str, Any]) -> str:
    for key in (f"error.{code}.action", f"error.action.{status}"):
        if reader.has(key):
            return reader.t(key, **values)
    return reader.t("error.action.other")
