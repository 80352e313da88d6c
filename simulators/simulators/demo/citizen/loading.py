"""Writes what the assistant of the demo knows, once: what people made of it since is left alone."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.resources import files as resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.faq.schemas import FaqWrite
from assistant_citizen.faq.service import add as add_faq
from assistant_citizen.faq.tables import Faq
from assistant_citizen.office.schemas import OfficeWrite
from assistant_citizen.office.service import add as add_office
from assistant_citizen.office.tables import Office
from assistant_citizen.procedure.schemas import ProcedureWrite
from assistant_citizen.procedure.service import add as add_procedure
from assistant_citizen.procedure.tables import Procedure
from kit.clock import local_day
from kit.units import Level, register

FOLDER = resources("simulators.demo.citizen")
SOURCE = "Dữ liệu mẫu, tổng hợp từ văn bản công khai"
FILES = ("people.toml", "property.toml", "welfare.toml")
KINDS = {"ward": "phường", "commune": "xã", "special": "đặc khu"}
STEPS = """Bước 1: Chuẩn bị hồ sơ theo danh mục giấy tờ của thủ tục.
Bước 2: Nộp hồ sơ tại {agency}, hoặc theo cách nộp khác của thủ tục nếu có.
Bước 3: Nhận giấy tiếp nhận hồ sơ và hẹn trả kết quả; nộp phí, lệ phí nếu có.
Bước 4: Nhận kết quả: {result}."""
Entry = Mapping[str, Any]


async def add_knowledge(session: AsyncSession, now: datetime) -> int:
    """How many rows were added."""
    known = set(await session.scalars(select(Procedure.code)))
    procedures = [one for one in procedures_of_demo() if one.code not in known]
    for procedure in procedures:
        await add_procedure(session, procedure, now)
    there = set(await session.scalars(select(Office.code)))
    offices = [one for one in offices_of_demo(now) if one.code not in there]
    for office in offices:
        await add_office(session, office, now)
    asked = set(await session.scalars(select(Faq.question)))
    faqs = [one for one in faqs_of_demo() if one.question not in asked]
    for faq in faqs:
        await add_faq(session, faq, now)
    return len(procedures) + len(offices) + len(faqs)


def procedures_of_demo() -> Iterator[ProcedureWrite]:
    laws = _read("laws.toml")
    for name in FILES:
        for group in _read(name)["groups"]:
            for one in group["procedures"]:
                yield _procedure(group, one, laws)


def offices_of_demo(now: datetime) -> Iterator[OfficeWrite]:
    """Those of the file, and a one-stop office of each commune and ward of today."""
    plan = _read("offices.toml")
    told = {"hours": plan["hours"], "source": plan["source"]}
    for one in plan["offices"]:
        yield OfficeWrite(**told, **one)
    units = [unit for unit in register().units_at(local_day(now)) if unit.level is Level.COMMUNE]
    for number, unit in enumerate(sorted(units, key=lambda unit: unit.code), 1):
        name = f"{KINDS[unit.kind]} {unit.name}"
        yield OfficeWrite(
            code=f"mot-cua-{unit.code}",
            name=f"Bộ phận Một cửa {name}",
            level="commune",
            area=name[:1].upper() + name[1:],
            address=plan["commune_address"].format(name=name),
            phone=plan["commune_phone"].format(number=number),
            **told,
        )


def faqs_of_demo() -> Iterator[FaqWrite]:
    fields = {one.code: one.field for one in procedures_of_demo()}
    for question, answer, code, aspect, wordings in _read("faqs.toml")["faqs"]:
        about = {"procedure_code": code, "aspect": aspect, "field": fields.get(code, "")}
        yield FaqWrite(question=question, answer=answer, wordings="\n".join(wordings), source=SOURCE, **about)


def _procedure(group: Entry, one: Entry, laws: Entry) -> ProcedureWrite:
    def of(name: str) -> Any:
        return one.get(name, group[name])

    agency = of("agency")
    return ProcedureWrite(
        code=one["code"],
        name=one["name"],
        field=of("field"),
        level=of("level"),
        agency_text=agency,
        who=one["who"],
        steps=STEPS.format(agency=agency or "nơi tiếp nhận", result=one["result"]),
        conditions=one.get("conditions", ""),
        result=one["result"],
        description=one.get("description", ""),
        keywords=one.get("keywords", ""),
        source=SOURCE,
        channels=[_channel(one, place, way) for place, way in enumerate(of("ways"))],
        documents=[_document(*row) for row in one["documents"]],
        laws=[_law(*laws[name]) for name in _laws(group, one)],
    )


def _laws(group: Entry, one: Entry) -> list[str]:
    """Its own; those of its group too unless it belongs to another field."""
    own = list(one.get("laws", ()))
    return own if own and one.get("field", group["field"]) != group["field"] else [*group["laws"], *own]


def _channel(one: Entry, place: int, way: str) -> Any:
    fees = one.get("fees")
    return {"kind": way, "time_limit": one["time"], "fee": fees[min(place, len(fees) - 1)] if fees else one["fee"]}


def _document(name: str, originals: int, copies: int, form: str = "") -> Any:
    return {"name": name, "originals": originals, "copies": copies, "form": form}


def _law(number: str, title: str, day: Any, issuer: str) -> Any:
    return {"number": number, "title": title, "date": day, "issuer": issuer}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
