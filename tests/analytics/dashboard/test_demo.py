"""The dashboard that is ready for the province: every tile answers, and the first of them looks ahead."""

from datetime import UTC, datetime
from pathlib import Path

from simulators.demo.analytics.dashboard import add_dashboard
from simulators.demo.analytics.loading import WHO, add_datasets
from tests.analytics.lab import Lab

API = "/analytics/api/v1"
NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)


async def test_every_tile_of_the_demo_answers(lab: Lab, tmp_path: Path) -> None:
    files = (tmp_path / "files").as_uri()
    await add_datasets(lab.app.state.database, files, NOW)
    for one in (await lab.http.get(f"{API}/datasets", headers=lab.analyst)).json()["items"]:
        loads = (await lab.http.get(f"{API}/datasets/{one['id']}/loads", headers=lab.analyst)).json()["items"]
        assert (await lab.ended(one["id"], loads[0]["id"]))["state"] == "done"
    for _ in range(2):
        await add_dashboard(lab.app.state.database, files, WHO, NOW)
    (made,) = (await lab.http.get(f"{API}/dashboards", headers=lab.official)).json()["items"]
    tiles = (await lab.http.get(f"{API}/dashboards/{made['id']}", headers=lab.official)).json()["tiles"]
    pages = [
        (await lab.http.get(f"/analytics/dashboards/{made['id']}/tiles/{tile['id']}", headers=lab.official)).text
        for tile in tiles
    ]
    assert len(pages) == 5
    for page in pages:
        assert "<td" in page, page
        assert "notice--danger" not in page, page
    assert ["data-chart" in page for page in pages] == [True, True, True, False, False]
    assert "Nét đứt là dự báo" in pages[0]
    assert "Nguyễn Văn An" not in pages[4]
