"""What is imported is made once where that can make no difference, and only there."""

from itertools import count

import pytest
from jinja2 import DictLoader, StrictUndefined, UndefinedError, pass_context
from jinja2.runtime import Context

from kit.web.quick import QuickEnvironment

PAGE = '{% import "parts.html" as parts with context %}{{ parts.greet(name) }}'


def environment(parts: str, page: str = PAGE, **more: object) -> QuickEnvironment:
    env = QuickEnvironment(
        loader=DictLoader({"parts.html": parts, "page.html": page}), autoescape=True, undefined=StrictUndefined
    )
    env.globals.update(more)
    return env


def said(env: QuickEnvironment, **given: object) -> str:
    return env.get_template("page.html").render(**given)


def test_macros_of_all_pages_are_made_once_and_escape() -> None:
    env = environment(
        "{# greets #}\n{% set MARK = '!' %}{% macro greet(name) %}<b>{{ name }}{{ MARK }}</b>{% endmacro %}"
    )
    assert said(env, name="<i>").strip() == "<b>&lt;i&gt;!</b>"
    assert said(env, name="An").strip() == "<b>An!</b>"
    module = env.get_template("parts.html").make_module({"name": "An"})
    assert module is env.get_template("parts.html").make_module({"name": "Bình"})


def test_a_macro_that_asks_its_page_is_told_by_each() -> None:
    env = environment("{% macro greet(name) %}{{ name }} {{ reader }}{% endmacro %}")
    assert [said(env, name="Chào", reader=reader) for reader in ("An", "Bình")] == ["Chào An", "Chào Bình"]
    with pytest.raises(UndefinedError):
        said(env, name="Chào")


def test_what_is_worked_out_beside_macros_is_worked_out_for_each_page() -> None:
    numbers = count(1)
    parts = "{% set place = following() %}{% macro greet(name) %}{{ name }} {{ place }}{% endmacro %}"
    env = environment(parts, following=lambda: next(numbers))
    assert [said(env, name="An"), said(env, name="An")] == ["An 1", "An 2"]


def test_what_takes_in_others_with_its_page_is_made_for_each_page() -> None:
    parts = '{% macro greet(name) %}{{ name }}{% include "reader.html" %}{% endmacro %}'
    env = environment(parts)
    env.loader = DictLoader({"parts.html": parts, "page.html": PAGE, "reader.html": " {{ reader }}"})
    assert [said(env, name="Chào", reader=reader) for reader in ("An", "Bình")] == ["Chào An", "Chào Bình"]


def test_functions_that_want_the_context_get_it_and_classes_are_called() -> None:
    @pass_context
    def own(context: Context) -> str:
        return str(context["reader"])

    env = environment(
        "", page="{% for _ in range(2) %}{{ own() }}{{ plain(loop.index) }}{% endfor %}", own=own, plain=str
    )
    assert said(env, reader="An") == "An1An2"
