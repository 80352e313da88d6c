"""Each overlay is built once."""

from functools import cache

import pytest

from tests.deploy.cluster.objects import Cluster
from tests.support.kustomize import ROOT, built

OVERLAYS = sorted(one.name for one in (ROOT / "deploy" / "k8s" / "overlays").iterdir())


@cache
def built_once(overlay: str) -> Cluster:
    return Cluster(built(ROOT / "deploy" / "k8s" / "overlays" / overlay))


@pytest.fixture(params=OVERLAYS)
def cluster(request: pytest.FixtureRequest) -> Cluster:
    return built_once(request.param)
