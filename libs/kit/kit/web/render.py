"""Pages and parts of pages from Jinja2 templates.

Templates: kit/web/templates and <package>/<feature>/templates/<feature>/*.html. A page begins with
`{% extends layout %}` and fills the blocks `title` and `content`. When htmx asks for a part, it
gets the one block named by `block=` (by default `content`); everybody else gets the whole page.

In every template and macro: t, number, percent, size, milliseconds, day, moment, clock, ago (how
values look), asset, module, url (this address with other parameters) and here() (a View: the request's
caller, language, theme, province, …, in pages also `view`). {% cache %}: see kit.web.fragment.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, StrictUndefined
from jinja2.bccache import Bucket
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kit.web import drawing, formats, messages
from kit.web.fragment import FragmentCache
from kit.web.quick import QuickContext, QuickTemplate
from kit.web.view import View, current

HERE = Path(__file__).parent
BLOCK = "block:"


class _Compiled(BytecodeCache):
    """Templates are compiled once a process, however many apps it makes."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._kept[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


def environment(folders: list[Path]) -> Environment:
    """`folders`: the template folders of a service's features."""
    env = Environment(
        loader=ChoiceLoader([FunctionLoader(_only), FileSystemLoader([HERE / "templates", *folders])]),
        autoescape=_is_markup,  # noqa: S701 - everything but the plain half of a mail
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=[FragmentCache],
        auto_reload=False,  # else every page asks the disk for each of its templates
        bytecode_cache=_COMPILED,
    )
    env.context_class, env.template_class = QuickContext, QuickTemplate
    env.globals.update(_globals())
    return env


def render(
    request: Request,
    template: str,
    *,
    block: str = "content",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """The whole page, or for a partial htmx request its `block` alone."""
    env: Environment = request.app.state.templates
    view = View(request)
    partial = messages.is_partial(request)
    layout = f"{BLOCK}{block}" if partial else "layout.html"
    token = current.set(view)
    try:
        body = env.get_template(template).render(layout=layout, partial=partial, view=view, **context)
    finally:
        current.reset(token)
    response = HTMLResponse(body, status, {"Vary": "HX-Request, HX-Request-Type, Cookie", **(headers or {})})
    if view.messages and not partial:
        response.delete_cookie(messages.COOKIE, path="/")
    return response


def _is_markup(name: str | None) -> bool:
    return not (name or "").endswith(".txt")


def _only(name: str) -> str | None:
    """`block:rows` is a layout that shows the block `rows` of a page and nothing else."""
    if not name.startswith(BLOCK):
        return None
    return f"{{% block {name.removeprefix(BLOCK)} %}}{{% endblock %}}"


def _text(key: str, /, **values: object) -> str:
    return current.get().reader.t(key, **values)


def _globals() -> dict[str, Any]:
    """Functions whose answer depends on the reader look the reader up, so imported macros need no
    context."""

    def of_view(name: str) -> Callable[..., str]:
        def call(*given: Any, **named: Any) -> str:
            return str(getattr(current.get(), name)(*given, **named))

        return call

    def of_reader(name: str) -> Callable[..., str]:
        def call(*given: Any, **named: Any) -> str:
            return str(getattr(current.get().reader, name)(*given, **named))

        return call

    reader = ("number", "percent", "size", "milliseconds", "ago")
    return {
        **{name: of_reader(name) for name in reader},
        **{name: of_view(name) for name in ("asset", "module", "url")},
        "t": _text,
        "icon_of": drawing.icon,
        "badge_of": drawing.badge,
        "here": current.get,
        "day": formats.day,
        "moment": formats.moment,
        "clock": formats.clock,
    }
