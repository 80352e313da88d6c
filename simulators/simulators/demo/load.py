"""Puts the demo province into a running gateway, in one transaction, and again without changing anything."""

from datetime import datetime

from kit.auth import Caller
from kit.db import Database
from kit.units import register
from lgsp_gateway.account.roles import ADMINISTRATOR, scopes_of
from simulators.demo.keys import Keys, hand_over, read_keys, write_keys
from simulators.demo.loading import Loading
from simulators.demo.national import connect_national
from simulators.demo.offers import add_services, grant_rights
from simulators.demo.parties import add_applications, add_members, issue_keys, planned_members
from simulators.demo.people import add_accounts
from simulators.demo.plan import Plan
from simulators.demo.settings import Settings

LOADER = Caller(
    subject="Bộ nạp dữ liệu mẫu",
    kind="system",
    name="Bộ nạp dữ liệu mẫu",
    roles=frozenset({ADMINISTRATOR}),
    scopes=scopes_of([ADMINISTRATOR]),
)


async def load(database: Database, plan: Plan, settings: Settings, now: datetime) -> Keys:
    """What may be shown once only is written to `settings.keys` before it counts."""
    kept = read_keys(settings.keys)
    async with database.session() as session:
        keys = await _fill(Loading(session, LOADER, settings, now), plan, kept)
        if keys != kept:
            write_keys(settings.keys, keys)
        for entry in plan.applications:
            if entry.platform:
                hand_over(settings.exchange_key(entry.platform), keys.clients[f"{entry.member}/{entry.code}"])
    return keys


async def _fill(loading: Loading, plan: Plan, kept: Keys) -> Keys:
    members = await add_members(loading, planned_members(plan, register()))
    applications = await add_applications(loading, plan.applications, members)
    services = await add_services(loading, plan.services, applications)
    await grant_rights(loading, plan.grants, applications, services)
    await connect_national(loading)
    calling = [f"{entry.member}/{entry.code}" for entry in plan.applications if entry.calls]
    keys = await issue_keys(loading, {path: applications[path] for path in calling}, kept)
    return await add_accounts(loading, plan.accounts, members, keys)
