"""Shared categories ("danh mục dùng chung"): what they are made of, and their rows."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter

from kit.units import Level, Register

_FILE = Path(__file__).parent / "categories.toml"
_MAX_ROWS = 10_000
_LEVELS = {
    "donvihanhchinhcap1": Level.PROVINCE,
    "donvihanhchinhcap2": Level.DISTRICT,
    "donvihanhchinhcap3": Level.COMMUNE,
}

Row = dict[str, str]


@dataclass
class Category:
    """`properties`: code -> name shown. The first property is the key of a row."""

    name: str
    properties: dict[str, str]
    rows: list[list[str]] = field(default_factory=list)

    def described(self) -> list[Row]:
        return [
            {"PropertyCode": code, "PropertyName": name, "PropertyType": "String"}
            for code, name in self.properties.items()
        ]

    def listed(self) -> list[Row]:
        return [dict(zip(self.properties, row, strict=True)) for row in self.rows]

    def put(self, rows: list[Row]) -> None:
        key = next(iter(self.properties))
        merged = {row[key]: row for row in [*self.listed(), *rows]}
        self.rows = [[row.get(code, "") for code in self.properties] for row in merged.values()]


def read_categories(record: Register, day: date) -> dict[str, Category]:
    """The fixed ones from the file beside this module, units and agencies from the province's record."""
    contents = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    categories = TypeAdapter(dict[str, Category]).validate_python(contents)
    for code, level in _LEVELS.items():
        categories[code].rows = [[unit.code, unit.full_name, unit.parent or ""] for unit in record.units_at(day, level)]
    for agency in record.agencies_at(day):
        depth = agency.code.count(".") + 1
        categories[f"qlvanbandieuhanhcap{depth}"].rows.append([agency.code, agency.name, *[""] * 8])
    return categories


router = APIRouter(prefix="/dmdc")
Rows = Annotated[list[Row], Body(max_length=1000)]


@router.get("/AllCategory")
async def list_categories(request: Request) -> list[Row]:
    known: dict[str, Category] = request.app.state.categories
    return [{"CategoryCode": code, "CategoryName": category.name} for code, category in known.items()]


@router.get("/Metadata/{code}")
async def describe(code: str, request: Request) -> Any:
    category = request.app.state.categories.get(code)
    return category.described() if category else _unknown(code)


@router.get("/Category/{code}")
async def list_rows(code: str, request: Request) -> Any:
    category = request.app.state.categories.get(code)
    return category.listed() if category else _unknown(code)


@router.post("/Category/{code}")
async def put_rows(code: str, rows: Rows, request: Request) -> JSONResponse:
    """Adds rows and replaces those with the same key; all of them or none."""
    category: Category | None = request.app.state.categories.get(code)
    if category is None:
        return _unknown(code)
    if error := _wrong(rows, category):
        return JSONResponse({"MSG": error, "Count": 0}, 400)
    category.put(rows)
    return JSONResponse({"MSG": "Success", "Count": len(rows)})


def _wrong(rows: list[Row], category: Category) -> str:
    key = next(iter(category.properties))
    if unknown := {code for row in rows for code in row} - category.properties.keys():
        return f"Thuộc tính không có trong danh mục: {', '.join(sorted(unknown))}"
    if any(not row.get(key) for row in rows):
        return f"Bản ghi thiếu thuộc tính khóa {key}"
    return "Danh mục đã đầy" if len(category.rows) + len(rows) > _MAX_ROWS else ""


def _unknown(code: str) -> JSONResponse:
    return JSONResponse({"MSG": f"Không có danh mục {code}", "Count": 0}, 404)
