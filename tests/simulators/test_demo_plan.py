from datetime import date

from kit.units import register
from kit.units.identifier import parse
from simulators.demo.plan import read_plan
from simulators.fleet import read_fleet
from simulators.ndxp import main as ndxp
from simulators.shared_categories import main as shared_categories

TODAY = date(2026, 11, 23)
plan = read_plan()
members = {f"{member.member_class}/{member.code}" for member in plan.members} | {
    f"GOV/{agency.code}" for agency in register().agencies_at(TODAY)
}
applications = {f"{application.member}/{application.code}": application for application in plan.applications}
services = {f"{service.application}/{service.code}": service for service in plan.services}


def test_everything_refers_to_what_exists():
    assert {application.member for application in plan.applications} <= members
    assert {service.application for service in plan.services} <= applications.keys()
    assert {grant.service for grant in plan.grants} <= services.keys()
    assert all(applications[grant.client].calls for grant in plan.grants)
    assert {service.simulator for service in plan.services} <= read_fleet().keys()
    assert {f"GOV/{account.agency}" for account in plan.accounts} <= members
    assert all(parse(account.agency) for account in plan.accounts)


def test_granted_endpoints_are_offered():
    described = {
        "shared-categories": shared_categories.app().openapi()["paths"],
        "ndxp": ndxp.app().openapi()["paths"],
    }
    for service in plan.services:
        paths = described[service.simulator]
        granted = {name for grant in plan.grants if services[grant.service] is service for name in grant.endpoints}
        for name in {*service.endpoints, *granted}:
            method, template = name.split(" ")
            offered = [path.replace("{code}", "{}").replace("{category}", "{}") for path in paths]
            shape = f"{service.path}{template}".replace("{code}", "{}").replace("{category}", "{}")
            assert shape in offered
            assert any(
                method.lower() in paths[path] for path, other in zip(paths, offered, strict=True) if other == shape
            )


def test_one_account_for_each_role_and_one_that_must_change():
    roles = {role for account in plan.accounts for role in account.roles}
    assert roles == {"administrator", "registrar", "auditor", "leader", "official"}
    assert [account.username for account in plan.accounts if account.must_change_password] == ["moi"]
    assert all(account.email.endswith(".example") for account in plan.accounts)


def test_simulators_have_ports_of_their_own():
    fleet = read_fleet()
    ports = [simulator.port for simulator in fleet.values()]
    ports += [int(value) for simulator in fleet.values() for value in simulator.environment.values()]
    assert len(set(ports)) == len(ports)
