"""Topics and logins of the bus, against the events that the services publish and how kit.bus makes topics."""

from collections.abc import Iterator

from kit.bus import Topic
from kit.bus.kafka import _described
from kit.contracts.catalogue import published
from tests.deploy.cluster.objects import Cluster

READ, OWN = {"Describe", "Read", "Create"}, {"Write"}


def topics_are_those_of_the_code(cluster: Cluster) -> Iterator[str]:
    """With as many parts, and kept as long, as a service would make them itself. Where there is no Kafka, none."""
    there = {one["metadata"]["name"]: one for one in cluster.of("KafkaTopic")}
    wanted = published() if cluster.of("Kafka") else {}
    for name in sorted(set(there) ^ set(wanted)):
        yield f"{name} is {'invented' if name in there else 'missing'}"
    for name in set(there) & set(wanted):
        made, spec = _described(Topic(name, wanted[name].reference)), there[name]["spec"]
        config = {key: str(value) for key, value in spec["config"].items()}
        if (spec["partitions"], config) != (made.num_partitions, made.topic_configs):
            yield f"{name} is kept as {config} in {spec['partitions']} parts"


def only_the_owner_says_it(cluster: Cluster) -> Iterator[str]:
    """Each service may write its own topics, read all, and move the place of its own group."""
    there = {one["metadata"]["name"]: one["spec"] for one in cluster.of("KafkaUser")}
    if set(there) != ({f"{name}-bus" for name in cluster.services} if cluster.of("Kafka") else set()):
        yield f"logins of the bus are {sorted(there)}"
    for name, spec in there.items():
        service = name.removesuffix("-bus")
        rights = {
            (one["resource"]["type"], one["resource"]["name"], one["resource"].get("patternType", "literal"), operation)
            for one in spec["authorization"]["acls"]
            for operation in one["operations"]
        }
        wanted = {("topic", "*", "literal", right) for right in READ}
        wanted |= {("topic", f"{service}.", "prefix", right) for right in OWN}
        wanted |= {("group", service, "literal", right) for right in ("Describe", "Read")}
        if rights != wanted:
            yield f"{name} may {sorted(rights ^ wanted)}"


CHECKS = (topics_are_those_of_the_code, only_the_owner_says_it)
