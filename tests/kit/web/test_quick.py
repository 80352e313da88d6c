"""Calls in templates give what Jinja's own would."""

from jinja2 import DictLoader, Environment, pass_context
from jinja2.runtime import Context

from kit.web.quick import QuickContext, QuickTemplate


def said(page: str, *, parts: str = "", more: dict[str, object] | None = None, **given: object) -> str:
    env = Environment(loader=DictLoader({"parts.html": parts, "page.html": page}), autoescape=True)
    env.context_class, env.template_class = QuickContext, QuickTemplate
    env.globals.update(more or {})
    return env.get_template("page.html").render(**given).strip()


def test_macros_escape() -> None:
    parts = "{% set MARK = '!' %}{% macro greet(name) %}<b>{{ name }}{{ MARK }}</b>{% endmacro %}"
    assert (
        said('{% import "parts.html" as parts %}{{ parts.greet(name) }}', parts=parts, name="<i>")
        == "<b>&lt;i&gt;!</b>"
    )


def test_functions_that_want_the_context_get_it_and_classes_are_called() -> None:
    @pass_context
    def own(context: Context) -> str:
        return str(context["reader"])

    page = "{% for _ in range(2) %}{{ own() }}{{ plain(loop.index) }}{% endfor %}"
    assert said(page, more={"own": own, "plain": str}, reader="An") == "An1An2"
