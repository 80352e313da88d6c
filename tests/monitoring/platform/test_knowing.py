"""What the platform knows fills itself from events: once, however often it is told, and never over people's figures."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from kit.contracts.lgsp_gateway import (
    LATENCY_BOUNDS_MS,
    AccessGranted,
    AccessRevoked,
    ApplicationRegistered,
    ExchangesSummarised,
    ServiceRegistered,
    ServiceRemoved,
)
from kit.contracts.platform import AnalyticsDescribed, GovernanceDescribed, MeetingsDescribed, MonitoringDescribed
from tests.monitoring.watch import API, Watch

MONTH = f"{datetime.now(UTC):%Y-%m}"
ONE_STOP, DOCUMENTS, LAND = (
    f"VN/GOV/H02.0{place}/{name}" for place, name in enumerate(("mot-cua", "van-ban", "dat-dai"))
)
PEOPLE, ENTERPRISES = "VN/NAT/NDXP/chia-se/dan-cu", "VN/NAT/NDXP/chia-se/doanh-nghiep"


def number(text: str) -> UUID:
    return uuid5(NAMESPACE_OID, text)


def application(identifier: str, *, active: bool = True) -> ApplicationRegistered:
    facts = {
        "application_id": number(identifier),
        "identifier": identifier,
        "member_id": number("m"),
        "name": "Phần mềm",
    }
    return ApplicationRegistered.model_validate({**facts, "active": active})


def national(identifier: str, kind: str = "national") -> dict[str, Any]:
    facts = {"service_id": number(identifier), "identifier": identifier, "application_id": number("ndxp")}
    return {**facts, "code": "dv", "name": "Dịch vụ", "kind": kind, "enabled": True}


def right(client: str, service: str) -> dict[str, Any]:
    facts = {"access_right_id": number(client + service), "service_id": number(service), "service": service}
    granted = {"legal_basis": "QĐ 01", "purpose": "tra cứu", "valid_from": date(2024, 1, 1)}
    return {**facts, **granted, "application_id": number(client), "application": client}


def exchange(client: str, service: str, **faults: int) -> ExchangesSummarised:
    minute = datetime.now(UTC).replace(second=0, microsecond=0)
    latency = [5, *[0] * len(LATENCY_BOUNDS_MS)]
    told = {"client": client, "service": service, "minute": minute, "since": minute, "until": minute, "calls": 5}
    return ExchangesSummarised.model_validate({**told, "latency": latency, **faults})


async def figures(watch: Watch, code: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await watch.http.get(f"{API}/observations", params={"code": code})).json()["items"]
    return found


async def test_a_platform_that_tells_of_itself_is_deployed(watch: Watch) -> None:
    await watch.tell(
        AnalyticsDescribed(service="analytics"), GovernanceDescribed(service="governance", models=("triage",))
    )
    await watch.tell(MonitoringDescribed(service="monitoring", models=("forecast",)), version=10**15)
    await watch.until("P3.9", value=100 * 2 / 3)
    assert (await watch.standing("P3.4"))["state"] == "met"
    assert (await watch.standing("P3.5"))["state"] == "no_data"
    (row,) = await figures(watch, "P3.9")
    assert (row["numerator"], row["denominator"], row["period"]) == (2, 3, MONTH)
    assert (row["origin"], row["source"]) == ("platform", "platform")
    assert "governance, monitoring" in row["note"]


async def test_told_twice_nothing_changes(watch: Watch) -> None:
    for version in (1, 1, 2):
        await watch.tell(AnalyticsDescribed(service="analytics"), version=version)
    await watch.until("P3.3", state="met")
    await watch.tell(GovernanceDescribed(service="governance"))
    await watch.until("P3.4", state="met")
    (row,) = await figures(watch, "P3.3")
    assert row["version"] == 1


async def test_applications_count_by_exchange_or_right_and_say_which(watch: Watch) -> None:
    await watch.tell(*[application(one) for one in (ONE_STOP, DOCUMENTS, LAND)])
    await watch.tell(
        exchange(ONE_STOP, PEOPLE), AccessGranted(**right(DOCUMENTS, PEOPLE)), exchange(LAND, PEOPLE, client_faults=5)
    )
    found = await watch.until("P6.6", facts={"counted": 2})
    assert (found["state"], found["value"]) == ("not_scored", None)
    (row,) = await figures(watch, "P6.6")
    assert f"{ONE_STOP} (đã trao đổi)" in row["note"]
    assert f"{DOCUMENTS} (được cấp quyền)" in row["note"]
    assert LAND not in row["note"]
    await watch.tell(AccessRevoked(**right(DOCUMENTS, PEOPLE), reason="hết việc"), version=2)
    await watch.until("P6.6", facts={"counted": 1})


async def test_services_of_the_national_platform_count_once_they_are_called(watch: Watch) -> None:
    await watch.tell(*[ServiceRegistered(**national(one)) for one in (PEOPLE, ENTERPRISES)])
    await watch.tell(ServiceRegistered(**national("VN/GOV/H02.14/danh-muc/xa", kind="openapi")))
    await watch.until("P6.7", value=0)
    await watch.tell(exchange(ONE_STOP, PEOPLE))
    await watch.until("P6.7", value=50)
    await watch.tell(ServiceRemoved(**national(ENTERPRISES)), version=2)
    assert (await watch.until("P6.7", value=100))["state"] == "met"


async def test_what_people_reported_for_the_month_stays(watch: Watch) -> None:
    assert (await watch.report("P3.5", MONTH, value="không", source="biên bản")).status_code == 201
    await watch.tell(GovernanceDescribed(service="governance"))
    await watch.tell(MeetingsDescribed(service="meetings"))
    await watch.until("P3.4", state="met")
    (row,) = await figures(watch, "P3.5")
    assert (row["value"], row["source"], row["version"]) == (0, "biên bản", 1)
