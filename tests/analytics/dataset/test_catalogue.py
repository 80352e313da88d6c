"""The catalogue: who finds what, who may change it, and what it looks like."""

from sqlalchemy import update

from analytics.dataset.tables import Dataset
from tests.analytics.lab import API, OTHER, READING, Lab


async def test_a_dataset_is_described_found_and_changed(lab: Lab) -> None:
    made = await lab.dataset(tags=["thu nhập", "hộ dân"], description="Điều tra năm 2026", refresh="yearly")
    for word in ("thu nhap", "DIEU TRA", "hộ dân", "thu_nhap"):
        found = await lab.http.get(API, params={"q": word}, headers=lab.official)
        assert [one["id"] for one in found.json()["items"]] == [made["id"]], word
    assert (await lab.http.get(API, params={"q": "đất đai"}, headers=lab.official)).json()["items"] == []
    data = {"name": "Thu nhập hộ", "visibility": "agency", "version": made["version"]}
    changed = await lab.http.put(f"{API}/{made['id']}", json=data, headers=lab.analyst)
    assert (changed.status_code, changed.json()["name"]) == (200, "Thu nhập hộ")
    stale = await lab.http.put(f"{API}/{made['id']}", json=data | {"name": "Khác"}, headers=lab.analyst)
    assert stale.status_code == 409
    assert stale.json()["changed"] == {"name": "Thu nhập hộ"}


async def test_the_same_code_twice_is_told(lab: Lab) -> None:
    await lab.dataset()
    again = await lab.http.post(API, json={"code": "thu_nhap", "name": "Khác"}, headers=lab.stranger)
    assert (again.status_code, again.json()["code"]) == (409, "dataset-code-taken")


async def test_what_events_fill_nobody_calls_or_fills(lab: Lab) -> None:
    """Whoever had made the dataset before the first event came would read the events of all."""
    data = {"code": "events_governance_task_opened_v1", "name": "Của tôi"}
    early = await lab.http.post(API, json=data, headers=lab.analyst)
    assert (early.status_code, early.json()["code"]) == (409, "dataset-code-taken")
    made = await lab.dataset()
    async with lab.app.state.database.session() as session:
        await session.execute(update(Dataset).values(source="event"))
    for path, body in (("uploads", {"name": "a.csv", "size": 1}), ("restore", {"snapshot": 1})):
        answer = await lab.http.post(f"{API}/{made['id']}/{path}", json=body, headers=lab.analyst)
        assert (answer.status_code, answer.json()["code"]) == (409, "dataset-fed"), path


async def test_another_agencys_dataset_is_not_there(lab: Lab) -> None:
    made = await lab.dataset(visibility="agency")
    for path in ("", "/rows", "/profile", "/loads", "/snapshots", "/grants"):
        answer = await lab.http.get(f"{API}/{made['id']}{path}", headers=lab.stranger)
        assert answer.status_code == 404, path
    assert (await lab.http.get(API, headers=lab.stranger)).json()["items"] == []


async def test_a_shared_dataset_is_read_but_not_changed_by_others(lab: Lab) -> None:
    made = await lab.dataset()
    assert (await lab.http.get(f"{API}/{made['id']}", headers=lab.stranger)).status_code == 200
    data = {"name": "Của tôi", "version": 1}
    assert (await lab.http.put(f"{API}/{made['id']}", json=data, headers=lab.stranger)).status_code == 404
    assert (await lab.http.put(f"{API}/{made['id']}", json=data, headers=lab.official)).status_code == 403
    sent = await lab.http.post(f"{API}/{made['id']}/uploads", json={"name": "a", "size": 1}, headers=lab.stranger)
    assert sent.status_code == 404


async def test_a_grant_lets_a_role_of_another_agency_in_until_it_is_revoked(lab: Lab) -> None:
    made = await lab.dataset(visibility="agency")
    planner = lab.as_(*READING, agency=OTHER, roles=["planner"])
    grant = {"agency": OTHER, "role": "planner"}
    given = await lab.http.post(f"{API}/{made['id']}/grants", json=grant, headers=lab.analyst)
    assert given.status_code == 201
    assert (await lab.http.get(f"{API}/{made['id']}", headers=planner)).status_code == 200
    assert (await lab.http.get(f"{API}/{made['id']}", headers=lab.stranger)).status_code == 404
    twice = await lab.http.post(f"{API}/{made['id']}/grants", json=grant, headers=lab.analyst)
    assert twice.status_code == 409
    gone = await lab.http.delete(f"{API}/{made['id']}/grants/{given.json()['id']}", headers=lab.analyst)
    assert gone.status_code == 204
    assert (await lab.http.get(f"{API}/{made['id']}", headers=planner)).status_code == 404


async def test_every_page_of_a_dataset_shows(lab: Lab) -> None:
    made = await lab.loaded()
    for part in ("", "/edit", "/rows", "/profile", "/loads", "/tags", "/grants", "/upload"):
        path = f"/analytics/datasets/{made['id']}{part}"
        page = await lab.http.get(path, headers={**lab.analyst, "Accept": "text/html"})
        assert page.status_code == 200, (part, page.text)
        assert "Thu nhập của hộ dân" in page.text, part


async def test_the_list_shows_and_exports(lab: Lab) -> None:
    await lab.dataset(name="=HYPERLINK(1)")
    page = await lab.http.get("/analytics/datasets", headers={**lab.official, "Accept": "text/html"})
    assert page.status_code == 200
    sheet = await lab.http.get("/analytics/datasets.csv", headers=lab.official)
    assert "'=HYPERLINK(1)" in sheet.text
    new = await lab.http.get("/analytics/datasets/new", headers={**lab.analyst, "Accept": "text/html"})
    assert new.status_code == 200
