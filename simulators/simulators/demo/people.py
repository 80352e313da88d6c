"""Accounts, one for each role. What people made of theirs since is left alone."""

from collections.abc import Iterable

from lgsp_gateway.account import service as accounts
from lgsp_gateway.account.passwords import random_groups
from lgsp_gateway.account.queries import find_by_username
from lgsp_gateway.account.schemas import AccountCreate
from lgsp_gateway.member.tables import Member
from simulators.demo.keys import Keys
from simulators.demo.loading import Loading
from simulators.demo.plan import AccountEntry


async def add_accounts(
    loading: Loading, wanted: Iterable[AccountEntry], members: dict[str, Member], keys: Keys
) -> Keys:
    """`keys` with the first password of each account: one for all, random, made at the first load.

    It may be used as it is, except where the plan says that the first sign-in must change it.
    """
    passwords = dict(keys.passwords)
    password = next(iter(passwords.values()), None) or random_groups()
    for entry in wanted:
        if await find_by_username(loading.session, entry.username) is None:
            await _create(loading, entry, members[f"GOV/{entry.agency}"], password)
            passwords[entry.username] = password
    return keys.model_copy(update={"passwords": passwords})


async def _create(loading: Loading, entry: AccountEntry, member: Member, password: str) -> None:
    data = AccountCreate(
        username=entry.username, name=entry.name, email=entry.email, member_id=member.id, roles=list(entry.roles)
    )
    await accounts.create(
        loading.session,
        loading.caller.subject,
        data,
        loading.now,
        password=password,
        must_change=entry.must_change_password,
    )
