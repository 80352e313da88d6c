from uuid import UUID

from pydantic import SecretStr

from kit.vault import Vault
from meetings.vote.blind import Key
from meetings.vote.tables import Vote
from tests.meetings.vote.chamber import Chamber
from tests.support.relocking import NEW, moved


async def test_the_key_of_a_vote_that_is_on_survives_a_change_of_the_secret_key(chamber: Chamber) -> None:
    vote = await chamber.open(secret=True)
    told = moved("meetings", chamber.hall.app.state.settings)
    assert "vote.locked_key: 1 locked anew" in told
    assert "CHAIN_PUBLIC_KEYS" in told
    async with chamber.hall.app.state.database.session() as session:
        row = await session.get_one(Vote, UUID(vote["id"]))
        plain = Vault(SecretStr(NEW), "ballot-paper").unlock(row.locked_key or "", vote["id"])
    assert Key.loaded(plain).modulus.hex() == vote["modulus"]
