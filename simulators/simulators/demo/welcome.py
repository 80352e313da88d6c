"""What a newcomer is told: who can sign in, and one exchange to try."""

from lgsp_gateway.settings import Settings as GatewaySettings
from simulators.demo.keys import Keys
from simulators.demo.plan import Plan
from simulators.demo.settings import Settings

_CLIENT = "GOV/H02.01.01/mot-cua"
_SERVICE = "GOV/H02.14/danh-muc/don-vi-hanh-chinh"
_CALL = """\
  TOKEN=$(curl -s -u '{client_id}:{client_secret}' -d grant_type=client_credentials {origin}/oauth2/token | \
sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')
  curl -s -H "Authorization: Bearer $TOKEN" -H 'X-Road-Client: {instance}/{client}' \
'{origin}/r1/{instance}/{service}/units?level=commune&on=2022-06-11&size=3'
  curl -s -H "Authorization: Bearer $TOKEN" -H 'X-Road-Client: {instance}/{client}' \
'{origin}/r1/{instance}/NAT/NDXP/chia-se/danh-muc-quoc-gia/Category/madantoc'"""


def welcome(gateway: GatewaySettings, settings: Settings, plan: Plan, keys: Keys) -> str:
    lines = ["", "Demo accounts (first password, unless it was changed since):"]
    for account in plan.accounts:
        note = ", must be changed at the first sign-in" if account.must_change_password else ""
        password = keys.passwords.get(account.username, "unknown; `make reset` starts afresh")
        lines.append(f"  {account.username:<9} {password:<21} {', '.join(account.roles)}{note}")
    if settings.mailbox_url:
        lines += ["", f"Mail of the demo arrives at {settings.mailbox_url}/"]
    key = keys.clients[_CLIENT]
    call = _CALL.format(
        **key.model_dump(),
        origin=gateway.origin,
        instance=gateway.province.instance,
        client=_CLIENT,
        service=_SERVICE,
    )
    return "\n".join(
        [*lines, "", "An exchange with a provider of the province, and one with the national exchange:", call, ""]
    )
