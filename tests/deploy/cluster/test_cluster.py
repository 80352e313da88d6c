"""What deploy/k8s makes is confined and limited, hangs together, and is told and let through what the code needs."""

import pytest

from tests.deploy.cluster import arrows, confined, given, schemas, secrets, stores, topics, wired
from tests.deploy.cluster.checking import Check
from tests.deploy.cluster.conftest import OVERLAYS, built_once
from tests.deploy.cluster.objects import Cluster

MODULES = (schemas, confined, wired, given, secrets, arrows, topics, stores)
CHECKS: tuple[Check, ...] = tuple(check for module in MODULES for check in module.CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_cluster(cluster: Cluster, check: Check) -> None:
    assert not list(check(cluster))


def test_no_secret_is_documented_that_nobody_uses() -> None:
    unused = secrets.unused([built_once(one) for one in OVERLAYS])
    assert {name for name, _ in unused} == {"lgsp-gateway-files"}, "README.md excepts it in words"
