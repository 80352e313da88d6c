"""Members, their applications and what these prove themselves with; what is there already stays as it is."""

from collections.abc import Iterable
from datetime import timedelta

from kit.units import Register
from lgsp_gateway.application import credentials
from lgsp_gateway.application import service as applications
from lgsp_gateway.application.queries import all_applications, find_credential, list_credentials
from lgsp_gateway.application.schemas import ApplicationCreate, CredentialCreate
from lgsp_gateway.application.tables import Application
from lgsp_gateway.member import service as members
from lgsp_gateway.member.queries import all_members
from lgsp_gateway.member.schemas import MemberCreate
from lgsp_gateway.member.tables import Member
from simulators.demo.keys import ClientKey, Keys
from simulators.demo.loading import Loading
from simulators.demo.plan import ApplicationEntry, MemberEntry, Plan

_LABEL = "Chạy thử"


def member_path(member: Member) -> str:
    return f"{member.member_class}/{member.code}"


def application_path(application: Application) -> str:
    return f"{member_path(application.member)}/{application.code}"


def planned_members(plan: Plan, record: Register) -> list[MemberEntry]:
    """Those of the plan and every agency of the province, past ones with their last day, by its latest name."""
    latest = {agency.code: agency for agency in record.agencies}
    return [
        *plan.members,
        *(
            MemberEntry(
                member_class="GOV",
                code=agency.code,
                name=agency.name,
                valid_from=agency.valid_from,
                valid_to=agency.valid_to,
            )
            for agency in latest.values()
        ),
    ]


async def add_members(loading: Loading, wanted: Iterable[MemberEntry]) -> dict[str, Member]:
    known = {member_path(member): member for member in await all_members(loading.session)}
    for entry in wanted:
        path = f"{entry.member_class}/{entry.code}"
        if path not in known:
            known[path] = await members.register(loading.session, loading.caller, MemberCreate(**entry.model_dump()))
    return known


async def add_applications(
    loading: Loading, wanted: Iterable[ApplicationEntry], known_members: dict[str, Member]
) -> dict[str, Application]:
    known = {application_path(application): application for application in await all_applications(loading.session)}
    for entry in wanted:
        path = f"{entry.member}/{entry.code}"
        if path not in known:
            data = ApplicationCreate(member_id=known_members[entry.member].id, code=entry.code, name=entry.name)
            known[path] = await applications.register(loading.session, loading.caller, data)
    return known


async def issue_keys(loading: Loading, wanted: dict[str, Application], keys: Keys) -> Keys:
    """`keys` with a live client secret for every application in `wanted`."""
    clients = dict(keys.clients)
    for path, application in wanted.items():
        if path not in clients or not await _is_live(loading, clients[path]):
            clients[path] = await _issue_key(loading, application)
    return keys.model_copy(update={"clients": clients})


async def _is_live(loading: Loading, key: ClientKey) -> bool:
    """And will be tomorrow."""
    tomorrow = loading.now + timedelta(days=1)
    return await find_credential(loading.session, key.client_id, tomorrow) is not None


async def _issue_key(loading: Loading, application: Application) -> ClientKey:
    """Revokes the demo's earlier ones, whose secrets nobody has any more."""
    session, caller, now = loading.session, loading.caller, loading.now
    for earlier in await list_credentials(session, application.id):
        if earlier.label == _LABEL:
            await credentials.revoke(session, caller, application.id, earlier.id, now)
    data = CredentialCreate(kind="client_secret", label=_LABEL)
    credential, secret = await credentials.issue(session, caller, application.id, data, now)
    return ClientKey(client_id=credential.client_id, client_secret=secret or "")
