"""What was voted and published can be proved without the service: by its chain, exported and verified."""

import asyncio
import base64
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from kit.chain import Signer, seal
from tests.governance.office import Desk, Office
from tests.meetings.hall import opened
from tests.meetings.vote.chamber import Chamber
from tests.support.tokens import TestKeys


async def tool(*arguments: str, database_url: str = "") -> tuple[int, str]:
    """python -m kit.chain, as an auditor runs it."""
    environment = {"DATABASE_URL": database_url, "PYTHONPATH": ":".join(sys.path)}
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "kit.chain", *arguments),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, error = await running.communicate()
    return running.returncode or 0, (out + error).decode()


async def held(chamber: Chamber) -> dict[str, Any]:
    """A secret vote, closed; then the meeting ends."""
    vote = await chamber.open(secret=True)
    for desk, choice in ((chamber.chair, 0), (chamber.delegates[0], 1), (chamber.delegates[1], 0)):
        paper, signature = await chamber.paper(desk, vote)
        assert (await chamber.drop(vote, paper.ballot(signature, choice))).status_code == 201
    closed = await chamber.step(vote, "close")
    await chamber.lines["giamdoc"].say("end")
    await chamber.lines["giamdoc"].next("state", state="ended")
    return closed


async def published(chamber: Chamber) -> dict[str, Any]:
    async def ask(desk: Desk, way: str, **json: Any) -> dict[str, Any]:
        answer = await chamber.hall.ask(desk, "POST", f"/{chamber.meeting['id']}/minutes{way}", json=json)
        assert answer.status_code in {200, 201}, answer.text
        return dict(answer.json())

    minutes = await ask(chamber.secretary, "")
    for action in ("submit", "approve", "publish"):
        minutes = await ask(chamber.chair, f"/actions/{action}", version=minutes["version"])
    return minutes


@pytest.fixture
async def evidence(
    office: Office, make_database: Callable[[str], str], keys: TestKeys, tmp_path: Path
) -> tuple[Path, str, dict[str, Any], dict[str, Any]]:
    """The exported chain, the key to verify it with, the vote and the minutes."""
    url, file = make_database("meetings"), tmp_path / "chuoi.jsonl"
    async with opened(office, url, keys, files_url=(tmp_path / "records").as_uri()) as hall:
        chamber = await Chamber.opened(hall)
        async with chamber.stack:
            vote = await held(chamber)
            minutes = await published(chamber)
        signer = Signer.of(hall.app.state.settings)
        async with hall.app.state.database.session() as session:
            assert await seal(session, signer) == 3
        code, exported = await tool("export", signer.chain, database_url=url)
        assert code == 0, exported
        file.write_text(exported)
        return file, base64.b64encode(signer.public).decode(), vote, minutes


Evidence = tuple[Path, str, dict[str, Any], dict[str, Any]]


async def test_the_result_and_the_record_stand_in_the_chain_and_it_holds(evidence: Evidence) -> None:
    file, public, vote, minutes = evidence
    code, told = await tool("verify", str(file), "--public", public)
    assert code == 0, told
    lines = [orjson.loads(line) for line in file.read_bytes().splitlines()]
    said = [(one["payload"]["kind"], orjson.loads(one["payload"]["body"])) for one in lines if one["type"] == "record"]
    assert [kind for kind, _ in said] == ["vote-open", "vote-closed", "minutes.published"]
    assert (said[1][1]["counts"], said[1][1]["digest"]) == ([2, 1, 0], vote["digest"])
    assert said[2][1]["sha256"] == minutes["digest"]
    (section,) = [one for one in minutes["sections"] if one["kind"] == "votes"]
    assert "Bỏ phiếu kín, có 3/4 phiếu: Đồng ý: 2 phiếu; Không đồng ý: 1 phiếu" in section["body"]
    await breaks(file, public)


async def breaks(file: Path, public: str) -> None:
    """Another result, another number, and a key that is not the service's."""
    content = file.read_text()
    for before, after in (("[2,1,0]", "[1,2,0]"), ("01/BB-H02.14", "02/BB-H02.14")):
        assert before in content
        file.write_text(content.replace(before, after))
        code, told = await tool("verify", str(file), "--public", public)
        assert code == 1, told
    file.write_text(content)
    other = base64.b64encode(bytes(reversed(base64.b64decode(public)))).decode()
    assert (await tool("verify", str(file), "--public", other))[0] == 1


async def test_who_changes_the_database_is_found_out(
    office: Office, make_database: Callable[[str], str], keys: TestKeys, tmp_path: Path
) -> None:
    url, file = make_database("meetings"), tmp_path / "chuoi.jsonl"
    async with opened(office, url, keys) as hall:
        chamber = await Chamber.opened(hall)
        async with chamber.stack:
            await held(chamber)
        signer = Signer.of(hall.app.state.settings)
        async with hall.app.state.database.session() as session:
            await seal(session, signer)
            forged = text("UPDATE chain_payload SET outcome = 'forged' WHERE kind = 'vote-closed'")
            await session.execute(forged)
    _, exported = await tool("export", signer.chain, database_url=url)
    file.write_text(exported)
    code, told = await tool("verify", str(file), "--public", base64.b64encode(signer.public).decode())
    assert code == 1, told
