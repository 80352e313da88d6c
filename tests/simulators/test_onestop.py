"""The stand-in for the one-stop system."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from openapi_spec_validator import validate

from kit.units import register
from kit.units.identifier import parse
from simulators.demo.citizen.loading import offices_of_demo, procedures_of_demo
from simulators.onestop.main import app
from simulators.onestop.record import read_dossiers

DOSSIERS = read_dossiers()
ONE = DOSSIERS["000.00.20.H02-261120-0001"]
TODAY = datetime.fromisoformat("2026-11-26T09:00+07:00")
PATH = "/dossiers/state"


@pytest.fixture
async def one_stop(browse: Any) -> AsyncIterator[Any]:
    async with browse(app()) as client:
        yield client


def test_the_dossiers_fit_the_demo() -> None:
    procedures = {one.code: one for one in procedures_of_demo()}
    places = {one.name for one in offices_of_demo(TODAY)} | {one.name for one in register().agencies_at(TODAY.date())}
    assert {one.state for one in DOSSIERS.values()} == set(range(1, 11))
    for one in DOSSIERS.values():
        known = procedures[one.procedure]
        assert (one.name, one.field) == (known.name, known.field)
        assert one.unit in places
        unit, day, _ = one.code.split("-")
        assert parse(unit)
        assert one.received[2:8] in {"", day}


async def test_who_has_either_number_hears_the_state(one_stop: Any) -> None:
    for proof in (ONE.phone, ONE.identity):
        told = (await one_stop.post(PATH, json={"MaHoSo": ONE.code, "SoXacThuc": proof})).json()
        assert (told["TrangThaiHoSo"], told["MaTTHC"], told["NgayHenTra"]) == (4, "MAU-KH-01", "20261220170000")
        assert not {ONE.phone, ONE.identity} & set(map(str, told.values()))


async def test_wrong_digits_are_answered_as_an_unknown_code_is(one_stop: Any) -> None:
    wrong = await one_stop.post(PATH, json={"MaHoSo": ONE.code, "SoXacThuc": "0000"})
    unknown = await one_stop.post(PATH, json={"MaHoSo": "000.00.20.H02-261120-9999", "SoXacThuc": ONE.phone})
    assert (wrong.status_code, wrong.json()["code"]) == (404, "dossier-not-found")
    assert (wrong.content, wrong.headers) == (unknown.content, unknown.headers)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"MaHoSo": ONE.code},
        {"MaHoSo": ONE.code, "SoXacThuc": "____"},
        {"MaHoSo": ONE.code, "SoXacThuc": "٦٦٨٨"},
        {"MaHoSo": ONE.code + "\n", "SoXacThuc": ONE.phone},
        {"MaHoSo": ONE.code, "SoXacThuc": ONE.phone, "more": 1},
    ],
)
async def test_broken_questions_are_refused(one_stop: Any, body: Any) -> None:
    assert (await one_stop.post(PATH, json=body)).status_code == 422


async def test_a_question_that_is_too_long_is_refused(one_stop: Any) -> None:
    answer = await one_stop.post(PATH, json={"MaHoSo": "0" * 100_000, "SoXacThuc": "1"})
    assert (answer.status_code, answer.json()["code"]) == (400, "refused")


async def test_its_description_is_a_valid_openapi_document(one_stop: Any) -> None:
    description = (await one_stop.get("/openapi.json")).json()
    validate(description)
    assert set(description["paths"]) == {PATH}
