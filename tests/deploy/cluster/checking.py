"""A check tells, in a line each, what is wrong with a cluster."""

from collections.abc import Callable, Iterator

from tests.deploy.cluster.objects import Cluster

Check = Callable[[Cluster], Iterator[str]]
