"""The columns of a file of observations: of any indicator, or of one."""

from kit.sheet import Column

ALL = (
    Column("code", "observation.code", example="P5.1"),
    Column("level", "observation.level", example="commune", required=False),
    Column("area", "observation.area", hint="observation.area_hint", example="07210", required=False),
    Column("period", "observation.period", hint="observation.period_hint", example="2026-Q3"),
    Column("value", "observation.value", hint="observation.value_hint_file", example="97,5", required=False),
    Column("numerator", "observation.numerator", hint="observation.parts_hint", example="117", required=False),
    Column("denominator", "observation.denominator", hint="observation.parts_hint", example="120", required=False),
    Column("document_number", "observation.document_number", example="12/KH-UBND", required=False),
    Column("document_on", "observation.document_on", example="31/12/2025", required=False),
    Column("document_title", "observation.document_title", required=False),
    Column("document_abstract", "observation.document_abstract", required=False),
    Column("source", "observation.source", required=False),
    Column("note", "observation.note", required=False),
    Column("evidence", "observation.evidence", hint="observation.evidence_hint", required=False),
)
OF_ONE = tuple(column for column in ALL if column.name != "code")
OF_DOCUMENTS = {"document_number", "document_on", "document_title", "document_abstract"}


def columns_for(code: str | None) -> tuple[Column, ...]:
    """A file for one indicator need not name it in each row, but may."""
    return ALL if code is None else (*OF_ONE, Column("code", "observation.code", required=False))
