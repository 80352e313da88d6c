"""Calls and imports in templates without questions that have one answer here.

A page calls some five hundred functions and macros and imports some twenty templates. For each call Jinja asks what it
wants to be given beside its arguments, which takes longer than most of them; for each import whether its page was given
functions that other pages lack, which none is.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any

from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro


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
    def _get_default_module(self, _: Context | None = None) -> TemplateModule:
        return super()._get_default_module()
