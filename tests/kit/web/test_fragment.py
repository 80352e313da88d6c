"""What is the same for everybody is rendered once for each key."""

from collections.abc import Iterator
from itertools import count

from jinja2 import Environment

from kit.web.fragment import MOST, FragmentCache

TEMPLATE = "{% cache mark, language %}{{ language }}:{{ next(numbers) }}{% endcache %}"


def rendered(env: Environment, numbers: Iterator[int], mark: int, language: str = "vi") -> str:
    return env.from_string(TEMPLATE).render(mark=mark, language=language, numbers=numbers, next=next)


def test_a_part_is_rendered_again_only_for_another_key() -> None:
    env, numbers = Environment(extensions=[FragmentCache], autoescape=True), count(1)
    assert [rendered(env, numbers, 1), rendered(env, numbers, 1)] == ["vi:1", "vi:1"]
    assert rendered(env, numbers, 1, "en") == "en:2"
    assert rendered(env, numbers, 2) == "vi:3"
    assert rendered(env, numbers, 1) == "vi:1"


def test_the_part_not_asked_for_longest_goes_first() -> None:
    env, numbers = Environment(extensions=[FragmentCache], autoescape=True), count(1)
    rendered(env, numbers, 0)
    for mark in range(1, MOST):
        rendered(env, numbers, mark)
        assert rendered(env, numbers, 0) == "vi:1"
    rendered(env, numbers, MOST)
    assert rendered(env, numbers, 0) == "vi:1"
    assert rendered(env, numbers, 1) == f"vi:{MOST + 2}"


def test_what_is_kept_stays_markup_and_what_was_written_is_escaped() -> None:
    env = Environment(extensions=[FragmentCache], autoescape=True)
    page = env.from_string("{% cache 1 %}<b>{{ name }}</b>{% endcache %}")
    assert [page.render(name="<i>"), page.render(name="<i>")] == ["<b>&lt;i&gt;</b>"] * 2
