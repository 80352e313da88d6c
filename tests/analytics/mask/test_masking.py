"""What a reader may not see he does not see, by whatever door he tries."""

from typing import Any

import duckdb
import pytest

from analytics.mask.view import masked_view
from kit.auth import Caller
from tests.analytics.lab import ANALYSING, API, OTHER, OWN, PEOPLE, READING, Lab

NAMES = ("Nguyễn Văn An", "Trần Thị Bích", "Lê Hoàng Cường", "Phạm Thu Dung")
SECRETS = (*NAMES, "024090000000", "0912345600", "01/03/1960", "1960-03-01")


async def opened(lab: Lab, caller: Caller, dataset_id: Any) -> tuple[str, list[tuple[Any, ...]]]:
    async with lab.app.state.database.session() as session:
        view = await masked_view(session, lab.app.state.lake, caller, dataset_id)
    with duckdb.connect() as connection:
        return view.sql, connection.execute(view.sql).fetchall()


def caller_of(*scopes: str, agency: str = OWN, roles: tuple[str, ...] = ()) -> Caller:
    return Caller("somebody", "official", agency=agency, scopes=frozenset(scopes), roles=frozenset(roles))


async def test_what_is_proposed_is_masked_at_once_even_for_its_owner(lab: Lab) -> None:
    made = await lab.loaded()
    tags = {one["name"]: (one["tag"], one["tag_state"]) for one in made["columns"] if one["tag"]}
    assert tags == {
        "ho_ten": ("person_name", "proposed"),
        "so_cccd": ("cccd", "proposed"),
        "dien_thoai": ("phone", "proposed"),
        "ngay_sinh": ("birth_date", "proposed"),
    }
    for headers in (lab.analyst, lab.official, lab.stranger):
        shown = await lab.rows(made["id"], headers)
        assert shown["rows"][0][:4] == ["N. V. A.", "•••000", "•••600", "1960-01-01"]
        assert [one["masked"] for one in shown["columns"]] == [True] * 4 + [False] * 2


async def test_no_answer_of_the_api_holds_a_masked_value(lab: Lab) -> None:
    made = await lab.loaded()
    for path in ("/rows", "/profile", "/loads", "/snapshots", ""):
        for headers in (lab.analyst, lab.official, lab.stranger):
            text = (await lab.http.get(f"{API}/{made['id']}{path}", headers=headers)).text
            assert not [secret for secret in SECRETS if secret in text], path


async def test_no_page_and_no_export_holds_a_masked_value(lab: Lab) -> None:
    made = await lab.loaded()
    headers = {**lab.analyst, "Accept": "text/html"}
    for path in ("/rows", "/rows.csv", "/profile", "/loads", "/tags"):
        answer = await lab.http.get(f"/analytics/datasets/{made['id']}{path}", headers=headers)
        assert answer.status_code == 200, path
        assert not [secret for secret in SECRETS if secret in answer.text], path


async def test_a_masked_column_orders_and_filters_by_what_is_shown(lab: Lab) -> None:
    """Otherwise the order would tell what the mask hides."""
    made = await lab.loaded()
    down = await lab.rows(made["id"], sort="-so_cccd")
    shown = [row[1] for row in down["rows"]]
    assert shown == sorted(shown, reverse=True)
    for attempt in ("so_cccd; DROP TABLE x", '"so_cccd"', "1", "file_row_number"):
        assert (
            await lab.http.get(f"{API}/{made['id']}/rows", params={"sort": attempt}, headers=lab.official)
        ).status_code in {200, 422}
    sql, _ = await opened(lab, caller_of(*ANALYSING), made["id"])
    with duckdb.connect() as connection:
        attempt = f"SELECT count(*) FROM ({sql}) WHERE so_cccd = '024090000000' OR ho_ten LIKE 'Nguyễn%'"  # noqa: S608
        assert connection.execute(attempt).fetchone() == (0,)


async def test_only_columns_of_the_catalogue_come_out(lab: Lab) -> None:
    made = await lab.loaded()
    sql, _ = await opened(lab, caller_of(*READING), made["id"])
    with duckdb.connect() as connection:
        for hidden in ("filename", "file_row_number", "_n"):
            with pytest.raises(duckdb.BinderException):
                connection.execute(f"SELECT {hidden} FROM ({sql})")  # noqa: S608


async def test_who_is_granted_sees_it_as_it_is(lab: Lab) -> None:
    made = await lab.loaded()
    grant = {"role": "police", "personal": True}
    assert (await lab.http.post(f"{API}/{made['id']}/grants", json=grant, headers=lab.analyst)).status_code == 201
    shown = await lab.rows(made["id"], lab.as_(*READING, agency=OTHER, roles=["police"]))
    assert shown["rows"][0][:3] == ["Nguyễn Văn An", "024090000000", "0912345600"]
    other = await lab.rows(made["id"], lab.as_(*READING, agency=OTHER, roles=["clerk"]))
    assert other["rows"][0][0] == "N. V. A."


async def test_others_see_the_rows_of_their_own_agency_only(lab: Lab) -> None:
    made = await lab.loaded(row_column="ma_don_vi")
    assert len((await lab.rows(made["id"], lab.analyst))["rows"]) == 20
    own = await lab.rows(made["id"], lab.stranger)
    assert {row[5] for row in own["rows"]} == {OTHER}
    assert len(own["rows"]) == 10
    nobody = await lab.rows(made["id"], lab.as_(*READING, agency=None))
    assert nobody["rows"] == []
    quoting = await lab.rows(made["id"], lab.as_(*READING, agency="x' OR '1'='1"))
    assert quoting["rows"] == []
    figures = await lab.http.get(f"{API}/{made['id']}/profile", headers=lab.stranger)
    assert figures.json() == []


async def test_rows_of_one_answer_are_limited_by_role(lab: Lab) -> None:
    many = "Mã,Số\n" + "".join(f"A{place},{place}\n" for place in range(1500))
    made = await lab.loaded(many)
    sheet = await lab.http.get(f"/analytics/datasets/{made['id']}/rows.csv", headers=lab.official)
    assert len(sheet.text.splitlines()) == 1001
    whole = await lab.http.get(f"/analytics/datasets/{made['id']}/rows.csv", headers=lab.analyst)
    assert len(whole.text.splitlines()) == 1501
    grant = {"role": "clerk", "most_rows": 5}
    await lab.http.post(f"{API}/{made['id']}/grants", json=grant, headers=lab.analyst)
    few = await lab.http.get(f"/analytics/datasets/{made['id']}/rows.csv", headers=lab.as_(*READING, roles=["clerk"]))
    assert len(few.text.splitlines()) == 6


async def test_a_decision_unmasks_and_later_loads_do_not_undo_it(lab: Lab) -> None:
    made = await lab.loaded()
    column = next(one for one in made["columns"] if one["name"] == "ho_ten")
    path = f"{API}/{made['id']}/columns/ho_ten/tag"
    data = {"tag": "", "version": column["version"]}
    assert (await lab.http.put(path, json=data, headers=lab.official)).status_code == 403
    assert (await lab.http.put(path, json=data, headers=lab.stranger)).status_code == 404
    assert (await lab.http.put(path, json=data, headers=lab.analyst)).json()["tag_state"] == "refused"
    assert (await lab.http.put(path, json=data, headers=lab.analyst)).status_code == 409
    await lab.load(made["id"], PEOPLE.encode())
    assert (await lab.rows(made["id"]))["rows"][0][0] == "Nguyễn Văn An"


async def test_formulas_are_quoted_in_the_export(lab: Lab) -> None:
    made = await lab.loaded("Mã,Nội dung\na,=cmd|' /C calc'!A0\nb,+84\nc,@SUM(1)\nd,bình thường\n")
    sheet = await lab.http.get(f"/analytics/datasets/{made['id']}/rows.csv", headers=lab.official)
    lines = sheet.text.splitlines()
    assert [line.partition(",")[2].strip('"') for line in lines[1:]] == [
        "'=cmd|' /C calc'!A0",
        "'+84",
        "'@SUM(1)",
        "bình thường",
    ]
