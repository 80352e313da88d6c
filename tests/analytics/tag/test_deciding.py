"""What a column holds is decided once, by who saw it as it is."""

from tests.analytics.lab import Lab


async def test_a_decision_that_came_too_late_is_said_to_be_none(lab: Lab) -> None:
    made = await lab.loaded()
    column = next(one for one in made["columns"] if one["tag_state"] == "proposed")
    page = f"/analytics/datasets/{made['id']}/tags"
    html = {**lab.analyst, "Accept": "text/html"}
    sent = {"version": str(column["version"]), "tag": ""}
    assert (await lab.http.post(f"{page}/{column['name']}", data=sent, headers=html)).status_code == 303
    late = await lab.http.post(f"{page}/{column['name']}", data=sent | {"tag": column["tag"]}, headers=html)
    assert late.status_code == 409
    assert "Người khác đã lưu trước" in late.text
    assert "Người khác đã lưu trước" not in (await lab.http.get(page, headers=html)).text
