"""Files in pieces: after a broken line it goes on; nobody goes on with what is another's."""

from collections.abc import AsyncIterator

import httpx

from tests.analytics.lab import API, PEOPLE, Lab

CONTENT = PEOPLE.encode()


async def begun(lab: Lab, size: int = len(CONTENT)) -> tuple[str, str]:
    made = await lab.dataset()
    path = f"{API}/{made['id']}/uploads"
    answer = await lab.http.post(path, json={"name": "dân.csv", "size": size}, headers=lab.analyst)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"{path}/{answer.json()['id']}"
    return made["id"], answer.headers["Location"]


async def sent(lab: Lab, path: str, content: bytes, offset: int) -> httpx.Response:
    return await lab.http.patch(path, content=content, headers={**lab.analyst, "Upload-Offset": str(offset)})


async def test_a_file_arrives_in_pieces_and_is_loaded_whole(lab: Lab) -> None:
    dataset_id, path = await begun(lab)
    for start in range(0, len(CONTENT), 300):
        answer = await sent(lab, path, CONTENT[start : start + 300], start)
        assert answer.headers["Upload-Offset"] == str(min(start + 300, len(CONTENT)))
    data = {"upload_id": path.rpartition("/")[2]}
    load = await lab.http.post(f"{API}/{dataset_id}/loads", json=data, headers=lab.analyst)
    assert (await lab.ended(dataset_id, load.json()["id"]))["rows_taken"] == 20


async def test_after_a_broken_line_it_goes_on_from_what_arrived(lab: Lab) -> None:
    dataset_id, path = await begun(lab)

    async def breaking() -> AsyncIterator[bytes]:
        yield CONTENT[:500]
        raise httpx.ReadError("the line is broken")

    try:
        headers = {**lab.analyst, "Upload-Offset": "0"}
        await lab.http.patch(path, content=breaking(), headers=headers)
    except httpx.ReadError:
        pass
    told = await lab.http.head(path, headers=lab.analyst)
    at = int(told.headers["Upload-Offset"])
    assert told.headers["Upload-Length"] == str(len(CONTENT))
    assert (await sent(lab, path, CONTENT[at:], at)).status_code == 204
    load = await lab.http.post(
        f"{API}/{dataset_id}/loads", json={"upload_id": path.rpartition("/")[2]}, headers=lab.analyst
    )
    assert (await lab.ended(dataset_id, load.json()["id"]))["rows_taken"] == 20


async def test_the_wrong_place_is_told_with_the_right_one(lab: Lab) -> None:
    _, path = await begun(lab)
    await sent(lab, path, CONTENT[:100], 0)
    for offset in (0, 50, 200):
        answer = await sent(lab, path, CONTENT[offset:], offset)
        assert (answer.status_code, answer.json()["code"]) == (409, "dataset-upload-offset")
        assert "100" in answer.json()["detail"]


async def test_more_than_was_announced_is_refused_and_what_is_not_whole_is_not_loaded(lab: Lab) -> None:
    dataset_id, path = await begun(lab, size=100)
    assert (await sent(lab, path, CONTENT, 0)).status_code == 413
    data = {"upload_id": path.rpartition("/")[2]}
    load = await lab.http.post(f"{API}/{dataset_id}/loads", json=data, headers=lab.analyst)
    assert (load.status_code, load.json()["code"]) == (409, "dataset-upload-not-whole")


async def test_empty_and_too_large_files_are_refused_before_they_are_sent(lab: Lab) -> None:
    made = await lab.dataset()
    for size, code in ((0, "dataset-upload-empty"), ((2 << 30) + 1, "dataset-upload-large")):
        answer = await lab.http.post(
            f"{API}/{made['id']}/uploads", json={"name": "a.csv", "size": size}, headers=lab.analyst
        )
        assert answer.json()["code"] == code


async def test_a_colleague_does_not_go_on_with_it(lab: Lab) -> None:
    _, path = await begun(lab)
    colleague = lab.as_("datasets:read", "datasets:write")
    assert (await lab.http.head(path, headers=colleague)).status_code == 404
    answer = await lab.http.patch(path, content=b"x", headers={**colleague, "Upload-Offset": "0"})
    assert answer.status_code == 404


async def test_a_form_without_script_sends_and_loads(lab: Lab) -> None:
    made = await lab.dataset()
    page = f"/analytics/datasets/{made['id']}/upload"
    headers = {**lab.analyst, "Accept": "text/html"}
    answer = await lab.http.post(page, files={"file": ("dân.csv", CONTENT)}, data={"mode": "append"}, headers=headers)
    assert answer.status_code == 303, answer.text
    load_id = answer.headers["Location"].rpartition("/")[2]
    load = await lab.ended(made["id"], load_id)
    assert (load["state"], load["mode"], load["rows_taken"]) == ("done", "append", 20)
    shown = await lab.http.get(answer.headers["Location"], headers=headers)
    assert shown.status_code == 200
