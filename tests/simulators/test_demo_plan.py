import re
from datetime import date

from kit.units import register
from kit.units.identifier import parse
from lgsp_gateway.account.roles import SCOPES
from simulators.demo.plan import read_plan
from simulators.ndxp import main as ndxp
from simulators.onestop import main as onestop
from simulators.shared_categories import main as shared_categories

TODAY = date(2026, 11, 23)
plan = read_plan()
members = {f"{member.member_class}/{member.code}" for member in plan.members} | {
    f"GOV/{agency.code}" for agency in register().agencies_at(TODAY)
}
applications = {f"{application.member}/{application.code}": application for application in plan.applications}
services = {f"{service.application}/{service.code}": service for service in plan.services}


def test_everything_refers_to_what_exists() -> None:
    assert {application.member for application in plan.applications} <= members
    assert {service.application for service in plan.services} <= applications.keys()
    assert {grant.service for grant in plan.grants} <= services.keys()
    assert all(applications[grant.client].calls for grant in plan.grants)
    assert {f"GOV/{account.agency}" for account in plan.accounts} <= members
    assert all(parse(account.agency) for account in plan.accounts)


def shape(method: str, path: str) -> str:
    return f"{method.upper()} {re.sub('{.*?}', '{}', path)}"


def test_granted_endpoints_are_offered() -> None:
    offered = {
        simulator: {shape(method, path) for path, item in app.openapi()["paths"].items() for method in item}
        for simulator, app in (
            ("shared-categories", shared_categories.app()),
            ("ndxp", ndxp.app()),
            ("one-stop", onestop.app()),
        )
    }
    for code, service in services.items():
        granted = {name for grant in plan.grants if grant.service == code for name in grant.endpoints}
        for method, template in (name.split(" ") for name in {*service.endpoints, *granted}):
            assert shape(method, service.path + template) in offered[service.simulator]


def test_one_account_for_each_role_and_one_that_must_change() -> None:
    roles = {role for account in plan.accounts for role in account.roles}
    assert roles == SCOPES.keys() - {"citizen"}
    assert [account.username for account in plan.accounts if account.must_change_password] == ["moi"]
    assert all(account.email.endswith(".example") for account in plan.accounts)
