"""Answers of so many rows: what puts the values of many rows into one would go round the number."""

from typing import Any

from analytics.workspace.grammar import Refused, parts

INTO_ONE = frozenset({"approx_top_k", "array_agg", "group_concat", "histogram", "list", "listagg", "string_agg"})
"""A list or a text of what was in the rows."""
SOME = {"max": 1, "min": 1} | dict.fromkeys(
    ("arg_max", "arg_max_null", "arg_min", "arg_min_null", "argmax", "argmin", "max_by", "min_by"), 2
)
"""With one argument more they answer a list of so many."""
AT_PLACES = frozenset({"approx_quantile", "quantile", "quantile_cont", "quantile_disc", "reservoir_quantile"})
"""Of a list of places they answer a list."""
SINGLE = frozenset({"CONSTANT", "PARAMETER"})


def expect_rows_apart(parsed: dict[str, Any]) -> None:
    """Or Refused."""
    for part in parts(parsed):
        if part.get("class") in {"FUNCTION", "WINDOW"} and _collects(part):
            raise Refused("collected", str(part["function_name"]))


def _collects(part: dict[str, Any]) -> bool:
    name = str(part["function_name"]).lower()
    given = [one["expression"]["class"] for one in part.get("arguments", ())]
    if name in AT_PLACES:
        return not given or given[-1] not in SINGLE
    return name in INTO_ONE or len(given) > SOME.get(name, len(given))
