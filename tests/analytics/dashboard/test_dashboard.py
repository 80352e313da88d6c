"""Dashboards: tiles in their order, one set of values for all, and each reader's own rights."""

from typing import Any

from tests.analytics.lab import OTHER, Lab

API = "/analytics/api/v1/dashboards"
HOME = "/analytics/dashboards"


async def question(lab: Lab, name: str, sql: str, **more: Any) -> str:
    data = {"name": name, "sql": sql, "visibility": "province", **more}
    answer = await lab.http.post("/analytics/api/v1/questions", json=data, headers=lab.analyst)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def laid(lab: Lab, *questions: str, **more: Any) -> dict[str, Any]:
    tiles = [{"question_id": one} for one in questions]
    data = {"name": "Thu nhập toàn tỉnh", "visibility": "province", "tiles": tiles, **more}
    answer = await lab.http.post(API, json=data, headers=lab.analyst)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_each_reader_sees_a_dashboard_under_his_own_rights(lab: Lab) -> None:
    await lab.loaded(row_column="ma_don_vi")
    counts = await question(lab, "Số hộ", "SELECT ma_don_vi, count(*) AS so FROM thu_nhap GROUP BY 1 ORDER BY 1")
    people = await question(lab, "Danh sách", "SELECT ho_ten, so_cccd FROM thu_nhap ORDER BY so_cccd")
    made = await laid(lab, counts, people)
    tiles = (await lab.http.get(f"{API}/{made['id']}", headers=lab.stranger)).json()["tiles"]
    first, second = (f"{API}/{made['id']}/tiles/{tile['id']}/ask" for tile in tiles)
    own = (await lab.http.post(first, json={}, headers=lab.analyst)).json()
    other = (await lab.http.post(first, json={}, headers=lab.stranger)).json()
    assert own["rows"] == [["H02.07", 10], ["H02.10", 5], ["H02.14", 5]]
    assert other["rows"] == [[OTHER, 10]]
    listed = await lab.http.post(second, json={}, headers=lab.stranger)
    assert len(listed.json()["rows"]) == 10
    assert "Trần Thị Bích" not in listed.text
    assert "0240900" not in listed.text
    grant = {"agency": OTHER, "personal": True, "all_rows": False}
    dataset = (await lab.http.get("/analytics/api/v1/datasets", headers=lab.analyst)).json()["items"][0]
    path = f"/analytics/api/v1/datasets/{dataset['id']}/grants"
    assert (await lab.http.post(path, json=grant, headers=lab.analyst)).status_code == 201
    granted = await lab.http.post(second, json={}, headers=lab.stranger)
    assert "Trần Thị Bích" in granted.text
    page = await lab.http.get(f"{HOME}/{made['id']}/tiles/{tiles[1]['id']}", headers=lab.official)
    assert "Trần Thị Bích" not in page.text
    assert "Trần" not in page.text


async def test_tiles_share_their_parameters(lab: Lab) -> None:
    await lab.loaded()
    rows = "FROM thu_nhap WHERE ma_don_vi = {{đơn vị}}"
    both = [
        await question(lab, "Số hộ", "SELECT count(*) AS so " + rows, parameters="đơn vị: chữ = H02.07"),
        await question(lab, "Cao nhất", "SELECT max(thu_nhap) AS cao " + rows),
    ]
    made = await laid(lab, *both, refresh_seconds=60)
    page = await lab.http.get(f"{HOME}/{made['id']}", params={"p_don_vi": "H02.10"}, headers=lab.official)
    assert page.status_code == 200, page.text
    assert page.text.count('name="p_don_vi"') == 1
    assert 'value="H02.10"' in page.text
    assert 'hx-trigger="every 60s"' in page.text
    assert "data-print" in page.text
    tiles = (await lab.http.get(f"{API}/{made['id']}", headers=lab.official)).json()["tiles"]
    tile = f"{HOME}/{made['id']}/tiles/{tiles[0]['id']}"
    shown = await lab.http.get(tile, params={"p_don_vi": "H02.10"}, headers=lab.official)
    assert '<td class="end">5</td>' in shown.text, shown.text


async def test_a_tile_that_fails_leaves_the_others_standing(lab: Lab) -> None:
    await lab.loaded()
    broken = await question(lab, "Hỏng", "SELECT khong_co FROM thu_nhap")
    made = await laid(lab, broken, await question(lab, "Được", "SELECT 7 AS so"))
    tiles = (await lab.http.get(f"{API}/{made['id']}", headers=lab.official)).json()["tiles"]
    texts = [
        (await lab.http.get(f"{HOME}/{made['id']}/tiles/{tile['id']}", headers=lab.official)).text for tile in tiles
    ]
    assert "query-names" in texts[0]
    assert ">7<" in texts[1]


async def test_it_is_made_changed_and_removed_on_its_pages(lab: Lab) -> None:
    one, two = [await question(lab, name, "SELECT 1 AS mot") for name in ("Một", "Hai")]
    form = {"name": "Bảng của tỉnh", "visibility": "agency", "questions": [one, "", two], "refresh_seconds": "300"}
    saved = await lab.http.post(HOME, data=form, headers=lab.analyst)
    assert saved.status_code == 303, saved.text
    place = saved.headers["location"]
    path = f"{API}/{place.rpartition('/')[2]}"
    assert "Bảng của tỉnh" in (await lab.http.get(HOME, headers=lab.official)).text
    assert (await lab.http.get(place, headers=lab.stranger)).status_code == 404
    assert (await lab.http.get(f"{place}/edit", headers=lab.official)).status_code == 403
    turned = {**form, "questions": [two, one], "version": "1"}
    assert (await lab.http.post(place, data=turned, headers=lab.analyst)).status_code == 303
    detail = (await lab.http.get(path, headers=lab.analyst)).json()
    assert ([tile["question_id"] for tile in detail["tiles"]], detail["version"]) == ([two, one], 2)
    stale = await lab.http.post(place, data=turned, headers=lab.analyst)
    assert stale.status_code == 409
    short = await lab.http.post(API, json={"name": "Nhanh quá", "refresh_seconds": 5}, headers=lab.analyst)
    assert short.status_code == 422
    assert (await lab.http.post(f"{place}/remove", headers=lab.analyst)).status_code == 303
    assert (await lab.http.get(path, headers=lab.analyst)).status_code == 404
