from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.text import fold, nfc
from kit.units import BeforeRecord, Kind, Level, Register, Unit, register
from kit.units.identifier import parse
from kit.units.reading import InconsistentRecord
from kit.units.register import PACKAGED

PLAN = date(2022, 6, 11)
TODAY = date(2026, 11, 23)
record = register()
days = st.dates(record.first_day, date(2030, 1, 1))
communes_of_the_plan = record.units_at(PLAN, Level.COMMUNE)
communes_of_today = record.units_at(TODAY, Level.COMMUNE)


@pytest.mark.parametrize(
    ("day", "communes", "wards", "townships", "districts"),
    [
        (date(2022, 5, 12), 182, 10, 17, 10),
        (PLAN, 182, 10, 17, 10),
        (date(2024, 1, 31), 182, 10, 17, 10),
        (date(2024, 2, 1), 175, 19, 15, 10),
        (date(2024, 12, 31), 175, 19, 15, 10),
        (date(2025, 1, 1), 143, 35, 14, 10),
        (date(2025, 6, 30), 143, 35, 14, 10),
        (date(2025, 7, 1), 66, 33, 0, 0),
        (TODAY, 66, 33, 0, 0),
    ],
)
def test_counts_by_date(day: Any, communes: int, wards: int, townships: int, districts: int) -> None:
    kinds = Counter(unit.kind for unit in record.units_at(day, Level.COMMUNE))
    assert (kinds[Kind.COMMUNE], kinds[Kind.WARD], kinds[Kind.TOWNSHIP]) == (communes, wards, townships)
    assert len(record.units_at(day, Level.DISTRICT)) == districts
    assert len(record.units_at(day, Level.PROVINCE)) == 1


def test_communes_in_each_district_of_the_plan() -> None:
    counts = Counter(unit.parent for unit in communes_of_the_plan)
    expected = [16, 19, 22, 21, 25, 29, 17, 18, 17, 25]
    assert [counts[str(code)] for code in (213, *range(215, 224))] == expected


def test_a_code_means_something_only_with_its_day() -> None:
    before = record.find_unit("24", on=date(2025, 6, 30))
    after = record.find_unit("24", on=date(2025, 7, 1))
    assert before
    assert before.full_name == "Tỉnh Bắc Giang"
    assert after
    assert after.full_name == "Tỉnh Bắc Ninh"
    assert record.successors(before) == [after]
    assert record.find_unit("221", on=TODAY) is None


def test_every_commune_of_the_plan_leads_to_the_58() -> None:
    reached = [record.successors(unit, on=TODAY) for unit in communes_of_the_plan]
    assert len(reached) == 209
    assert all(reached)
    old_land = {unit for units in reached for unit in units}
    assert Counter(unit.kind for unit in old_land) == {Kind.COMMUNE: 45, Kind.WARD: 13}
    assert old_land == {unit for unit in communes_of_today if record.predecessors(unit)}


def test_known_paths_through_time() -> None:
    old = record.find_unit("07819", on=PLAN)
    assert old
    assert old.full_name == "Xã Hoàng Lương"
    assert [unit.full_name for unit in record.successors(old)] == ["Xã Toàn Thắng"]
    assert [unit.full_name for unit in record.successors(old, on=TODAY)] == ["Xã Hoàng Vân"]
    district = record.find_unit("219", on=PLAN)
    assert district
    assert [unit.full_name for unit in record.successors(district)] == ["Thị xã Chũ", "Huyện Lục Ngạn"]
    assert record.successors(district, on=TODAY) == []


@given(st.sampled_from(record.units), days)
def test_following_there_and_back(unit: Any, day: Any) -> None:
    for later in record.successors(unit, on=day):
        assert later.valid_on(day)
        assert unit in record.predecessors(later, on=unit.valid_from)


@given(days)
def test_every_day_is_a_tree_without_doubles(day: Any) -> None:
    units = record.units_at(day)
    codes = {unit.code for unit in units}
    assert len(codes) == len(units)
    [province] = record.units_at(day, Level.PROVINCE)
    for unit in units:
        assert [unit, *record.ancestors(unit, on=day)][-1] == province
    assert sum(len(record.units_at(day, parent=unit.code)) for unit in units) == len(units) - 1


@given(st.sampled_from(communes_of_today))
def test_every_unit_is_found_by_its_folded_name(unit: Any) -> None:
    assert unit in record.search(fold(unit.full_name), on=TODAY)
    assert record.search(unit.name.upper(), on=TODAY, level=Level.COMMUNE)[0].folded == unit.folded


@given(st.text(max_size=30), days, st.integers(1, 5))
def test_search_stays_in_bounds(words: str, day: Any, limit: int) -> None:
    found = record.search(words, on=day, limit=limit)
    assert len(found) <= limit
    assert all(unit.valid_on(day) for unit in found)


def test_lists_are_in_vietnamese_order() -> None:
    names = [unit.name for unit in communes_of_today if unit.name.startswith(("Đ", "D", "E"))]
    assert names.index("Dương Hưu") < names.index("Đa Mai") < names.index("Đại Sơn") < names.index("Đèo Gia")


def test_too_early_is_said() -> None:
    with pytest.raises(BeforeRecord, match="2022-05-12"):
        record.units_at(record.first_day - timedelta(days=1))
    with pytest.raises(BeforeRecord):
        record.find_unit("24", on=date(2000, 1, 1))


def test_names_are_composed_and_sourced() -> None:
    assert all(nfc(unit.name) == unit.name and unit.source for unit in record.units)


def test_agencies_change_with_the_lists_of_2025() -> None:
    before = {agency.name for agency in record.agencies_at(PLAN)}
    after = {agency.name for agency in record.agencies_at(TODAY)}
    assert "Sở Thông tin và Truyền thông" in before - after
    assert "Sở Nông nghiệp và Môi trường" in after - before
    assert {"Sở Khoa học và Công nghệ", "Thanh tra tỉnh"} <= before & after
    assert not any(agency.verified for agency in record.agencies)


def test_agency_codes_follow_the_identifier_rules() -> None:
    for agency in record.agencies:
        identifier = parse(agency.code)
        assert str(identifier) == agency.code
        assert identifier.old_form
        assert agency.parent == (str(identifier.parent) if identifier.parent else None)


UNITS = "code,name,kind,parent,valid_from,valid_to,source\n"
STEPS = "old_code,old_valid_from,new_code,new_valid_from\n"
AGENCIES = "code,name,parent,valid_from,valid_to,verified,source\n"


def write(folder: Path, units: str, steps: str = "") -> Path:
    (folder / "units.csv").write_text(UNITS + units, encoding="utf-8")
    (folder / "crosswalk.csv").write_text(STEPS + steps, encoding="utf-8")
    (folder / "agencies.csv").write_text(AGENCIES, encoding="utf-8")
    return folder


def test_another_province_is_another_folder(tmp_path: Path) -> None:
    other = write(tmp_path, "19,Thái Nguyên,province,,2025-07-01,,demo\n")
    assert [unit.full_name for unit in Register.read(other).units] == ["Tỉnh Thái Nguyên"]
    assert register(PACKAGED) is register(PACKAGED)


@pytest.mark.parametrize(
    ("units", "steps", "message"),
    [
        ("1,A,province,,2022-01-01,,x\n1,B,province,,2023-01-01,,x\n", "", "two rows valid on 2023-01-01"),
        ("2,A,district,1,2022-01-01,,x\n", "", "no parent 1"),
        ("1,A,province,,2022-01-01,,x\n", "1,2022-01-01,9,2023-01-01\n", "not recorded"),
        ("1,A,province,,2022-01-01,,x\n", "1,2022-01-01,1,2022-01-01\n", "not later"),
    ],
)
def test_records_that_contradict_themselves_are_refused(tmp_path: Path, units: Any, steps: Any, message: str) -> None:
    with pytest.raises(InconsistentRecord, match=message):
        Register.read(write(tmp_path, units, steps))


def test_n_to_m_successions(tmp_path: Path) -> Any:
    units = "".join(
        f"{code},{code},province,,{start},{end},x\n"
        for code, start, end in [
            ("1", "2022-01-01", "2023-01-01"),
            ("2", "2022-01-01", "2023-01-01"),
            ("3", "2023-01-01", ""),
            ("4", "2023-01-01", ""),
        ]
    )
    pairs = [("1", "3"), ("1", "4"), ("2", "4")]
    steps = "".join(f"{old},2022-01-01,{new},2023-01-01\n" for old, new in pairs)
    split = Register.read(write(tmp_path, units, steps))

    def codes(found: list[Unit]) -> list[str]:
        return [unit.code for unit in found]

    first, second, third, fourth = split.units
    assert codes(split.successors(first)) == ["3", "4"]
    assert codes(split.successors(second)) == ["4"]
    assert codes(split.predecessors(fourth)) == ["1", "2"]
    assert codes(split.predecessors(third, on=date(2022, 5, 1))) == ["1"]
