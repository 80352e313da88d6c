"""Everything that names another thing names one that is there."""

from collections.abc import Iterator

from starlette.routing import Route

from kit import health
from tests.deploy.cluster.confined import amount
from tests.deploy.cluster.objects import Cluster, Container, Object, Pod, matches

MIGRATE = ["python", "-m", "kit.migrate"]
LISTEN_PORT = 8000
"""As the Dockerfile sets it."""


def selectors_find_their_pods(cluster: Cluster) -> Iterator[str]:
    for pod in cluster.pods:
        if pod.owner and pod.owner["kind"] != "Job" and not matches(pod.owner["spec"]["selector"], pod.labels):
            yield f"{pod} does not find its own pods"
        for spread in pod.spec.get("topologySpreadConstraints", ()):
            if not matches(spread["labelSelector"], pod.labels):
                yield f"{pod} spreads other pods than its own"
    for one in cluster.of("PodDisruptionBudget", "PodMonitor"):
        if not _selected(cluster, one["spec"]["selector"]):
            yield f"{one['kind']} {one['metadata']['name']} selects nothing"
    for one in cluster.of("Deployment", "StatefulSet"):
        found = _selected(cluster, one["spec"]["selector"])
        if [pod.name for pod in found] != [one["metadata"]["name"]]:
            yield f"{one['kind']} {one['metadata']['name']} takes pods of others: {', '.join(map(str, found))}"


def _selected(cluster: Cluster, selector: Object) -> list[Pod]:
    return [pod for pod in cluster.pods if matches(selector, pod.labels)]


def services_lead_somewhere(cluster: Cluster) -> Iterator[str]:
    for one in cluster.of("Service"):
        name, pods = one["metadata"]["name"], _selected(cluster, {"matchLabels": one["spec"]["selector"]})
        if len(pods) != 1:
            yield f"Service {name} leads to {len(pods)} kinds of pods"
        for port in one["spec"]["ports"]:
            for pod in pods:
                if pod.port(port["targetPort"]) is None:
                    yield f"Service {name}: {pod} has no port {port['targetPort']}"
    for pod in cluster.pods:
        governing = (pod.owner or {})["spec"].get("serviceName")
        if governing and not cluster.find("Service", governing):
            yield f"{pod}: the Service {governing} is not there"


def doors_lead_somewhere(cluster: Cluster) -> Iterator[str]:
    """Ingress and HTTPRoute to the front door, HTTPRoutes on a listener."""
    for route, service, port in _backends(cluster):
        found = cluster.find("Service", service)
        ports = [one for one in found["spec"]["ports"] if port in (one["port"], one["name"])] if found else []
        if [one["targetPort"] for one in ports] != ["door"]:
            yield f"{route} does not lead to the front door"
    for one in cluster.of("HTTPRoute"):
        for parent in one["spec"]["parentRefs"]:
            gateway = cluster.find("Gateway", parent["name"]) or {"spec": {"listeners": []}}
            if parent["sectionName"] not in {listener["name"] for listener in gateway["spec"]["listeners"]}:
                yield f"HTTPRoute {one['metadata']['name']} hangs on no listener"
    if not list(_backends(cluster)):
        yield "nothing leads to the front door"


def gateways_lead_somewhere(cluster: Cluster) -> Iterator[str]:
    """HTTPS to a backend, HTTP to HTTPS, and with a certificate that somebody makes."""
    made = {one["spec"]["secretName"] for one in cluster.of("Certificate")}
    for one in cluster.of("Gateway"):
        hanging = {
            (parent["name"], parent["sectionName"], "backendRefs" in rule)
            for route in cluster.of("HTTPRoute")
            for parent in route["spec"]["parentRefs"]
            for rule in route["spec"]["rules"]
        }
        for listener in one["spec"]["listeners"]:
            if (one["metadata"]["name"], listener["name"], listener["protocol"] == "HTTPS") not in hanging:
                yield f"Gateway {one['metadata']['name']}: {listener['name']} leads nowhere"
            names = {reference["name"] for reference in listener.get("tls", {}).get("certificateRefs", ())}
            if not names <= made:
                yield f"Gateway {one['metadata']['name']}: nobody makes {', '.join(sorted(names - made))}"


def _backends(cluster: Cluster) -> Iterator[tuple[str, str, str | int]]:
    for one in cluster.of("Ingress"):
        for rule in one["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                service = path["backend"]["service"]
                port = service["port"].get("name") or service["port"].get("number")
                yield f"Ingress {one['metadata']['name']}", service["name"], port
    for one in cluster.of("HTTPRoute"):
        for rule in one["spec"]["rules"]:
            for backend in rule.get("backendRefs", ()):
                yield f"HTTPRoute {one['metadata']['name']}", backend["name"], backend["port"]


def streams_are_not_cut(cluster: Cluster) -> Iterator[str]:
    for one in cluster.of("HTTPRoute"):
        for rule in one["spec"]["rules"]:
            if "backendRefs" in rule and rule.get("timeouts") != {"request": "0s", "backendRequest": "0s"}:
                yield f"HTTPRoute {one['metadata']['name']} cuts meetings and streams of events"


def references_are_kept(cluster: Cluster) -> Iterator[str]:
    for pod in cluster.pods:
        if not cluster.find("ServiceAccount", pod.spec["serviceAccountName"]):
            yield f"{pod}: the ServiceAccount {pod.spec['serviceAccountName']} is not there"
        for volume in pod.spec.get("volumes", ()):
            claim = volume.get("persistentVolumeClaim", {}).get("claimName")
            given = volume.get("configMap", {}).get("name")
            if claim and not cluster.find("PersistentVolumeClaim", claim):
                yield f"{pod}: nobody claims {claim}"
            if given and not cluster.find("ConfigMap", given):
                yield f"{pod}: the ConfigMap {given} is not there"
        for container in pod.containers:
            yield from _of_container(cluster, container)


def _of_container(cluster: Cluster, container: Container) -> Iterator[str]:
    for source in container.spec.get("envFrom", ()):
        if set(source) != {"configMapRef"} or not cluster.find("ConfigMap", source["configMapRef"]["name"]):
            yield f"{container}: {source} is not there"
    owner = container.pod.owner or {}
    templates = {one["metadata"]["name"] for one in owner["spec"].get("volumeClaimTemplates", ())}
    volumes = {one["name"] for one in container.pod.spec.get("volumes", ())} | templates
    for mount in container.spec.get("volumeMounts", ()):
        if mount["name"] not in volumes:
            yield f"{container}: the volume {mount['name']} is not there"


def scaling_works(cluster: Cluster) -> Iterator[str]:
    """Each service by one, before its event loop is full."""
    targets = [one["spec"]["scaleTargetRef"] for one in cluster.of("HorizontalPodAutoscaler")]
    if sorted(one["name"] for one in targets) != sorted(cluster.services):
        yield f"scaled are {sorted(one['name'] for one in targets)}"
    for one in cluster.of("HorizontalPodAutoscaler"):
        spec = one["spec"]
        found = cluster.find(spec["scaleTargetRef"]["kind"], spec["scaleTargetRef"]["name"])
        if found is None or "replicas" in found["spec"] or not 1 <= spec["minReplicas"] < spec["maxReplicas"]:
            yield f"the scaling of {spec['scaleTargetRef']['name']} cannot work"
        wanted = [metric["resource"]["target"].get("averageValue", "9") for metric in spec["metrics"]]
        if min(map(amount, wanted)) >= 1:
            yield f"{spec['scaleTargetRef']['name']} has one event loop, which never takes more than a processor"
    for pod in cluster.services.values():
        if not pod.spec.get("topologySpreadConstraints"):
            yield f"{pod} may lie on one machine"


def machines_can_be_emptied(cluster: Cluster) -> Iterator[str]:
    """What runs more than once lets one pod go at a time."""
    for one in cluster.of("PodDisruptionBudget"):
        if one["spec"].get("maxUnavailable", 0) < 1:
            yield f"PodDisruptionBudget {one['metadata']['name']} lets no machine be emptied"
    for one in cluster.of("Deployment"):
        labels = one["spec"]["template"]["metadata"]["labels"]
        several = one["spec"].get("replicas", 1) > 1 or one["metadata"]["name"] in cluster.services
        budgets = [found for found in cluster.of("PodDisruptionBudget") if matches(found["spec"]["selector"], labels)]
        if len(budgets) != several:
            yield f"{one['metadata']['name']} is in {len(budgets)} budgets"


def probes_ask_where_it_answers(cluster: Cluster) -> Iterator[str]:
    """On the port that answers inside: the gateway's own, 8000 of the others."""
    wanted = {"startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": "/readyz"}
    assert set(wanted.values()) <= {route.path for route in health.router.routes if isinstance(route, Route)}
    for pod in cluster.pods:
        for container in pod.containers:
            if not container.first and not {*wanted} <= {*container.spec} and (pod.owner or {})["kind"] != "Job":
                yield f"{container} is not asked whether it lives"
    for pod in cluster.services.values():
        container = pod.containers[-1]
        inside = int(cluster.environment(container).get("INTERNAL_PORT", LISTEN_PORT))
        for probe, path in wanted.items():
            asked = container.spec.get(probe, {}).get("httpGet", {})
            if (asked.get("path"), pod.port(asked.get("port", 0))) != (path, inside):
                yield f"{container}: {probe} asks {asked}"
        if pod.name == "lgsp-gateway" and pod.port("door") != LISTEN_PORT:
            yield f"{pod} does not listen at its door"


def schemas_come_first(cluster: Cluster) -> Iterator[str]:
    """Each service waits for its own migration, made by the same image."""
    jobs = {one.labels["app.kubernetes.io/name"]: one for one in cluster.pods if (one.owner or {})["kind"] == "Job"}
    if sorted(jobs) != sorted(cluster.services):
        yield f"migrated are {sorted(jobs)}"
    for name, pod in cluster.services.items():
        waits = [one for one in pod.containers if one.spec.get("command") == [*MIGRATE, "wait", "$(SERVICE)"]]
        if [one.first for one in waits] != [True]:
            yield f"{pod} does not wait for its schema"
        makes = jobs[name].containers[0]
        if makes.spec["command"] != [*MIGRATE, "upgrade", "$(SERVICE)"]:
            yield f"{makes} does not migrate"
        if len({one.spec["image"] for one in [*pod.containers, makes]}) != 1:
            yield f"{pod} and its migration are of different images"
        version = makes.spec["image"].rpartition(":")[2]
        if jobs[name].name != f"{name}-migration-{version}":
            yield f"{jobs[name]}: a Job cannot be changed, so its name has to tell the version"
        if cluster.environment(makes)["DATABASE_URL"] != cluster.environment(pod.containers[-1])["DATABASE_URL"]:
            yield f"{makes} migrates another database"


CHECKS = (
    probes_ask_where_it_answers,
    schemas_come_first,
    selectors_find_their_pods,
    services_lead_somewhere,
    doors_lead_somewhere,
    gateways_lead_somewhere,
    streams_are_not_cut,
    references_are_kept,
    scaling_works,
    machines_can_be_emptied,
)
