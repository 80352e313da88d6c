import orjson
from pydantic import SecretStr
from sqlalchemy import select

from assistant_citizen.petition.tables import VAULT, Petition
from kit.vault import Vault
from tests.assistant_citizen.assistant import Assistant
from tests.assistant_citizen.petition.filing import filed
from tests.support.relocking import NEW, moved


async def test_who_filed_is_still_known_after_a_change_of_the_secret_key(assistant: Assistant) -> None:
    await filed(assistant, name="Nguyễn Thị Hoa", phone="0912345678")
    await filed(assistant)
    told = moved("assistant_citizen", assistant.app.state.settings)
    assert told.splitlines()[0] == "petition.contact_locked: 1 locked anew"
    assert "CHAIN_PUBLIC_KEYS" not in told
    async with assistant.app.state.database.session() as session:
        (row,) = await session.scalars(select(Petition).where(Petition.contact_locked.is_not(None)))
    plain = Vault(SecretStr(NEW), VAULT).unlock(row.contact_locked or "", str(row.id))
    assert orjson.loads(plain)["name"] == "Nguyễn Thị Hoa"
