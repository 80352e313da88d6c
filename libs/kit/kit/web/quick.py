"""Jinja's classes without questions that have one answer here.

A page calls some five hundred functions and macros and imports some twenty templates. For each call Jinja asks what it
wants to be given beside its arguments, for each import whether its page has names that others lack; what is imported
`with context` it makes anew for each page, macro by macro, whether it looks at that context or not.
"""

from collections.abc import Callable
from functools import cached_property
from types import FunctionType
from typing import Any

from jinja2 import Environment, Template, meta, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro

_lasting: dict[str, bool] = {}
"""By source, once a process."""


class QuickContext(Context):
    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Macros want to know whether to escape, plain functions nothing."""
        if type(called) is Macro:
            args = (self.eval_ctx, *args)
        elif type(called) is not FunctionType or called.__dict__:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


class QuickTemplate(Template):
    """No template is given globals of its own."""

    @cached_property
    def is_lasting(self) -> bool:
        """Whether what it defines is the same for every page and every reader."""
        if self.environment.loader is None or self.name is None:
            return False
        source, _, _ = self.environment.loader.get_source(self.environment, self.name)
        if source not in _lasting:
            tree = self.environment.parse(source, self.name)
            _lasting[source] = not meta.find_undeclared_variables(tree) and all(map(_lasts, tree.body))
        return _lasting[source]

    def make_module(self, vars: dict[str, Any] | None = None, *given: Any, **named: Any) -> TemplateModule:  # noqa: A002 - as Jinja calls it
        """`vars` are those of a page that imports it `with context`."""
        if vars and self.is_lasting:
            return self._get_default_module()
        return super().make_module(vars, *given, **named)

    def _get_default_module(self, _: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class QuickEnvironment(Environment):
    context_class = QuickContext
    template_class = QuickTemplate


def _lasts(node: nodes.Node) -> bool:
    """A macro, what it needs and values that are written out; what is called once might answer otherwise later."""
    if any(one.with_context for one in _taken_in(node)):
        return False
    if isinstance(node, nodes.Output):
        return all(isinstance(part, nodes.TemplateData) for part in node.nodes)
    if isinstance(node, nodes.Assign):
        return node.find(nodes.Call) is None
    return isinstance(node, nodes.Macro | nodes.Import | nodes.FromImport)


def _taken_in(node: nodes.Node) -> list[Any]:
    kinds = (nodes.Import, nodes.FromImport, nodes.Include)
    return [*([node] if isinstance(node, kinds) else []), *node.find_all(kinds)]
