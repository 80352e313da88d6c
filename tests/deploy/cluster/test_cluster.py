"""What deploy/k8s makes is confined and limited, hangs together, and is told and let through what the code needs."""

import pytest

from tests.deploy.cluster import arrows, confined, given, schemas, topics, wired
from tests.deploy.cluster.checking import Check
from tests.deploy.cluster.objects import Cluster

CHECKS: tuple[Check, ...] = (
    *schemas.CHECKS,
    *confined.CHECKS,
    *wired.CHECKS,
    *given.CHECKS,
    *arrows.CHECKS,
    *topics.CHECKS,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_cluster(cluster: Cluster, check: Check) -> None:
    assert not list(check(cluster))
