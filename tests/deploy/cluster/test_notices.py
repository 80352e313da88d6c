"""The checks notice what is broken: one thing at a time, in what was built."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.deploy.cluster import arrows, confined, given, schemas, secrets, stores, topics, wired
from tests.deploy.cluster.checking import Check
from tests.deploy.cluster.conftest import built_once
from tests.deploy.cluster.objects import Cluster, Object

Breaking = Callable[[Cluster], object]
D, POLICY, BUDGET, SCALING = "Deployment", "NetworkPolicy", "PodDisruptionBudget", "HorizontalPodAutoscaler"


def change(kind: str, name: str, path: str, value: Any) -> Breaking:
    """Sets what `path` leads to, `spec.template.spec.containers.0.image`."""

    def breaks(cluster: Cluster) -> None:
        *way, last = path.split(".")
        place: Any = cluster.find(kind, name)
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        place[int(last) if isinstance(place, list) else last] = value

    return breaks


def drop(kind: str, name: str) -> Breaking:
    return lambda cluster: cluster.objects.remove(cluster.find(kind, name) or {})


def told(name: str, variable: str, value: str | None) -> Breaking:
    """A service is told something else, or no more at all."""

    def breaks(cluster: Cluster) -> None:
        container: Object = (cluster.find(D, name) or {})["spec"]["template"]["spec"]["containers"][0]
        container["env"] = [one for one in container["env"] if one["name"] != variable]
        if value is not None:
            container["env"].append({"name": variable, "value": value})

    return breaks


def label(name: str, key: str) -> Breaking:
    return change(D, name, f"spec.template.metadata.labels.{key}", "")


def unlabel(name: str, key: str) -> Breaking:
    return lambda cluster: (cluster.find(D, name) or {})["spec"]["template"]["metadata"]["labels"].pop(key)


POD = "spec.template.spec"
MAIN = f"{POD}.containers.0"
BROKEN: list[tuple[str, Check, Breaking]] = [
    ("a root", confined.pods_are_confined, change(D, "meetings", f"{POD}.securityContext.runAsUser", 0)),
    ("a writable root", confined.pods_are_confined, change("Job", "governance-migration-0.1.0",
        f"{MAIN}.securityContext.readOnlyRootFilesystem", False)),
    ("a token", confined.pods_are_confined, change(D, "meetings", f"{POD}.automountServiceAccountToken", True)),
    ("no limit", confined.everything_is_limited, change("StatefulSet", "valkey", f"{MAIN}.resources.limits", {})),
    ("too small a limit", confined.everything_is_limited, change(D, "analytics",
        f"{MAIN}.resources.limits.memory", "128Mi")),
    ("latest", confined.images_are_named, change(D, "telemetry", f"{MAIN}.image", "docker.io/otel/x:latest")),
    ("an unreadable file", confined.files_can_be_read, change("Job", "meetings-migration-0.1.0",
        f"{POD}.securityContext.fsGroup", None)),
    ("an open namespace", confined.namespaces_are_restricted, change("Namespace", "platforms", "metadata.labels", {})),
    ("a misspelt field", schemas.kubernetes_takes_it, change(D, "meetings", f"{MAIN}.readynessProbe", {})),
    ("a wrong type", schemas.kubernetes_takes_it, change("Service", "meetings", "spec.ports.0.port", "8000")),
    ("an unknown field", schemas.operators_take_it, change("Kafka", "bus", "spec.kafka.replicas", 3)),
    ("a bad value", schemas.operators_take_it, change("Cluster", "database", "spec.instances", 0)),
    ("a wrong selector", wired.selectors_find_their_pods, change(D, "monitoring",
        "spec.selector.matchLabels", {"app.kubernetes.io/name": "meetings"})),
    ("a budget for nobody", wired.selectors_find_their_pods, change(BUDGET, "meetings",
        "spec.selector.matchLabels", {"app.kubernetes.io/name": "meeting"})),
    ("a Service to nobody", wired.services_lead_somewhere, change("Service", "meetings", "spec.selector",
        {"app.kubernetes.io/name": "meeting"})),
    ("a port of nobody", wired.services_lead_somewhere, change("Service", "meetings",
        "spec.ports.0.targetPort", "web")),
    ("the inner port outside", wired.doors_lead_somewhere, change("HTTPRoute", "front-door",
        "spec.rules.0.backendRefs.0.port", 8001)),
    ("no certificate", wired.gateways_lead_somewhere, drop("Certificate", "front-door")),
    ("a minute for a meeting", wired.streams_are_not_cut, change("HTTPRoute", "front-door",
        "spec.rules.0.timeouts.request", "60s")),
    ("no account", wired.references_are_kept, drop("ServiceAccount", "meetings")),
    ("no volume", wired.references_are_kept, change(D, "meetings", f"{POD}.volumes", [])),
    ("scaling nobody", wired.scaling_works, change(SCALING, "meetings", "spec.scaleTargetRef.name", "x")),
    ("scaling at what it never takes", wired.scaling_works, change(SCALING, "meetings",
        "spec.metrics.0.resource.target.averageValue", "1200m")),
    ("a budget of none", wired.machines_can_be_emptied, change(BUDGET, "meetings", "spec.maxUnavailable", 0)),
    ("a probe of the door", wired.probes_ask_where_it_answers, change(D, "lgsp-gateway",
        f"{MAIN}.readinessProbe.httpGet.port", "door")),
    ("a probe of nothing", wired.probes_ask_where_it_answers, change(D, "meetings",
        f"{MAIN}.livenessProbe.httpGet.path", "/health")),
    ("no wait for the schema", wired.schemas_come_first, change(D, "meetings", f"{POD}.initContainers", [])),
    ("another version", wired.schemas_come_first, change("Job", "meetings-migration-0.1.0",
        f"{MAIN}.image", "r/meetings:0")),
    ("no database", given.services_start, told("meetings", "DATABASE_URL", None)),
    ("half an SFU", given.services_start, told("meetings", "LIVEKIT_SECRET", None)),
    ("no JSON", given.services_start, told("lgsp-gateway", "PLATFORM_CLIENTS", "assistant-staff")),
    ("an unread name", given.variables_are_read, told("meetings", "LIVEKIT_ADDRESS", "x")),
    ("another's name", given.variables_are_read, told("monitoring", "GOVERNANCE_URL", "http://governance:8000")),
    ("a piece that is missing", given.pieces_come_first, told("meetings", "DATABASE_PASSWORD", None)),
    ("mail without a server", given.what_is_used_is_given, told("governance", "SMTP_URL", None)),
    ("too many", given.connections_suffice, change(SCALING, "meetings", "spec.maxReplicas", 40)),
    ("an unknown secret", secrets.secrets_are_documented, change(D, "meetings",
        f"{POD}.volumes.0.secret.secretName", "bus-ca")),
    ("a secret key that nobody makes", secrets.secrets_are_documented, change("ObjectStore", "database",
        "spec.configuration.s3Credentials.accessKeyId.key", "KEY_ID")),
    ("a secret in the open", secrets.nothing_secret_lies_here, told("meetings", "LIVEKIT_SECRET", "0123456789abcdef")),
    ("an arrow too many", arrows.arrows_are_those_of_the_design, label("monitoring", "calls-governance")),
    ("an arrow to the outside", arrows.arrows_are_those_of_the_design, label("monitoring", "calls-outside")),
    ("an arrow too few", arrows.arrows_are_those_of_the_design, unlabel("meetings", "calls-monitoring")),
    ("a closed database", arrows.arrows_are_those_of_the_design, drop(POLICY, "into-database")),
    ("a wrong port", arrows.arrows_are_those_of_the_design, change(POLICY, "to-valkey",
        "spec.egress.0.ports.0.port", 6380)),
    ("an address nobody follows", arrows.addresses_are_followed, told("meetings", "PARTNER", "https://partner.vn")),
    ("everybody free", arrows.nothing_else_goes, drop(POLICY, "nothing")),
    ("everything let through", arrows.nothing_else_goes, change(POLICY, "to-valkey",
        "spec.egress.0.ports", [])),
    ("a policy for nobody", arrows.policies_select_something, change(POLICY, "into-valkey",
        "spec.podSelector.matchLabels", {"store": "redis"})),
    ("the inner port open", arrows.only_the_front_door_is_open, change(POLICY, "into-door",
        "spec.ingress.0.ports", [{"port": 8000}, {"port": 8001}])),
    ("a topic less", topics.topics_are_those_of_the_code, drop("KafkaTopic", "meetings.minutes-published.v1")),
    ("a state that is forgotten", topics.topics_are_those_of_the_code, change("KafkaTopic",
        "lgsp-gateway.member-changed.v1", "spec.config", {"retention.ms": 604800000})),
    ("a topic invented", topics.topics_are_those_of_the_code, change("KafkaTopic", "meetings.meeting-soon.v1",
        "metadata.name", "meetings.known")),
    ("another's voice", topics.only_the_owner_says_it, change("KafkaUser", "meetings-bus",
        "spec.authorization.acls.1.resource.name", "governance.")),
    ("no database of one's own", stores.each_service_has_its_database, drop("Database", "meetings")),
    ("another's password", stores.each_service_has_its_database, change("Cluster", "database",
        "spec.managed.roles.1.passwordSecret.name", "governance-database")),
    ("no backup", stores.databases_are_kept, drop("ScheduledBackup", "database")),
    ("a log without a store", stores.databases_are_kept, drop("ObjectStore", "database")),
    ("instances apart", stores.operators_can_work, drop(POLICY, "database")),
    ("no API server", stores.operators_can_work, drop(POLICY, "to-api-server")),
    ("a topic of no Kafka", stores.belongings_name_their_kafka, change("KafkaTopic", "meetings.meeting-soon.v1",
        "metadata.labels", {})),
    ("no way to HTTPS", wired.gateways_lead_somewhere, drop("HTTPRoute", "to-https")),
    ("LiveKit unheard", arrows.only_the_front_door_is_open, drop(POLICY, "from-video")),
]  # fmt: skip


@pytest.mark.parametrize(("check", "breaks"), [pytest.param(*rest, id=name) for name, *rest in BROKEN])
def test_is_noticed(check: Check, breaks: Breaking) -> None:
    broken = Cluster(deepcopy(built_once("production").objects))
    breaks(broken)
    assert list(check(broken))
