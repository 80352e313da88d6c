"""A part of a page that is the same for everybody, rendered once and kept.

    {% cache mark, view.language %}
    …whatever depends on nothing but the key…
    {% endcache %}

The key has to name everything the part depends on: what was read (a mark of its version), the reader's language, the
address where the part links to itself.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

MOST = 64
"""Parts kept by a process; the one not asked for longest goes first."""


class FragmentCache(Extension):
    tags = {"cache"}  # noqa: RUF012 - as Jinja declares it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._kept: OrderedDict[Hashable, str] = OrderedDict()

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        key = parser.parse_tuple()
        body = parser.parse_statements(("name:endcache",), drop_needle=True)
        place = nodes.Const(f"{parser.name}:{line}")
        return nodes.CallBlock(self.call_method("_part", [place, key]), [], [], body).set_lineno(line)

    def _part(self, place: str, key: Any, caller: Callable[[], str]) -> str:
        whole = (place, key)
        if whole not in self._kept:
            self._kept[whole] = caller()
        self._kept.move_to_end(whole)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return self._kept[whole]
