"""What the first page of the whole hears of analytics: what is wrong with one's own data, and what was loaded."""

from datetime import timedelta

from kit.clock import utc
from kit.web.home import NOTHING, Home
from tests.analytics.lab import OTHER, PEOPLE, Lab


async def home_of(lab: Lab, headers: dict[str, str]) -> Home:
    answer = await lab.http.get("/analytics/api/v1/home", headers=headers)
    assert answer.status_code == 200, answer.text
    return Home.model_validate_json(answer.content)


def kinds(home: Home) -> list[str]:
    return [one.kind for one in home.attention]


async def test_the_owner_hears_of_failures_lateness_and_personal_data(lab: Lab) -> None:
    dataset = await lab.loaded(refresh="daily", visibility="agency")
    home = await home_of(lab, lab.analyst)
    assert kinds(home) == ["dataset-tags"]
    assert [one.text for one in home.happenings] == ["Dữ liệu Thu nhập của hộ dân vừa được nạp, 20 dòng"]
    failed = await lab.load(dataset["id"], b"Cot la;x\n1;2\n", mode="append", name="sai.csv")
    assert failed["state"] == "refused"
    home = await home_of(lab, lab.analyst)
    assert (kinds(home), home.count) == (["dataset-failed", "dataset-tags"], 2)
    assert home.attention[0].path == f"/analytics/datasets/{dataset['id']}/loads/{failed['id']}"
    lab.app.state.clock = lambda: utc() + timedelta(days=3)
    late = await home_of(lab, lab.as_("datasets:read", "datasets:write", exp=4_000_000_000))
    assert kinds(late)[0] == "dataset-late"
    lab.app.state.clock = utc
    await lab.load(dataset["id"], PEOPLE.encode())
    assert kinds(await home_of(lab, lab.analyst)) == ["dataset-tags"]


async def test_other_agencies_hear_nothing_of_it(lab: Lab) -> None:
    await lab.loaded(visibility="agency")
    assert await home_of(lab, lab.stranger) == Home(attention=[], path="/analytics/datasets")
    assert await home_of(lab, lab.as_("members:read")) == NOTHING
    official = await home_of(lab, lab.official)
    assert (official.count, len(official.happenings)) == (0, 1)
    await lab.dataset("khac", visibility="province")
    assert (await home_of(lab, lab.as_("datasets:read", agency=OTHER))).happenings == []  # nothing is loaded yet


async def test_the_search_box_finds_what_one_may_see(lab: Lab) -> None:
    made = await lab.dataset(visibility="agency")
    for headers, hits in ((lab.official, [f"/analytics/datasets/{made['id']}"]), (lab.stranger, [])):
        answer = await lab.http.get("/analytics/api/v1/search?q=thu nhap ho dan", headers=headers)
        assert [hit["path"] for hit in answer.json()["items"]] == hits
    nobody = await lab.http.get("/analytics/api/v1/search?q=thu nhap", headers=lab.as_("members:read"))
    assert nobody.json()["items"] == []


async def test_the_platform_has_a_first_page(lab: Lab) -> None:
    answer = await lab.http.get("/analytics/", headers=lab.official)
    assert (answer.status_code, answer.headers["location"]) == (303, "/analytics/datasets")
