"""What a pod may do to its machine, and how much of it it may take."""

from collections.abc import Iterator

from tests.deploy.cluster.objects import Cluster, Container, Pod

UNITS = {"m": 1e-3, "": 1.0, "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30}
HOST = ("hostNetwork", "hostPID", "hostIPC")


def pods_are_confined(cluster: Cluster) -> Iterator[str]:
    for pod in cluster.pods:
        context = pod.spec.get("securityContext", {})
        if not (context.get("runAsNonRoot") and context.get("runAsUser") and context.get("runAsGroup")):
            yield f"{pod} may be root"
        if context.get("seccompProfile") != {"type": "RuntimeDefault"}:
            yield f"{pod} may call anything of the kernel"
        if pod.spec.get("automountServiceAccountToken") is not False:
            yield f"{pod} gets a token of the API server"
        if pod.spec.get("enableServiceLinks") is not False:
            yield f"{pod} gets variables named after Services"
        if any(pod.spec.get(one) for one in HOST) or any("hostPath" in one for one in pod.spec.get("volumes", ())):
            yield f"{pod} shares something with its machine"
        for container in pod.containers:
            yield from _is_confined(container)


def _is_confined(container: Container) -> Iterator[str]:
    context = container.spec.get("securityContext", {})
    if context.get("allowPrivilegeEscalation") is not False or context.get("privileged"):
        yield f"{container} may gain rights"
    if context.get("readOnlyRootFilesystem") is not True:
        yield f"{container} may write into its image"
    if context.get("capabilities") != {"drop": ["ALL"]}:
        yield f"{container} has capabilities"
    if {"runAsUser", "runAsNonRoot", "seccompProfile"} & set(context):
        yield f"{container} may differ from its pod"


def everything_is_limited(cluster: Cluster) -> Iterator[str]:
    for pod in cluster.pods:
        for container in pod.containers:
            given = container.spec.get("resources", {})
            requests, limits = given.get("requests", {}), given.get("limits", {})
            for what in ("cpu", "memory"):
                if what not in requests or what not in limits:
                    yield f"{container} is given any amount of {what}"
                elif amount(requests[what]) > amount(limits[what]):
                    yield f"{container} asks for more {what} than it may have"
        yield from _volumes_are_limited(pod)


def _volumes_are_limited(pod: Pod) -> Iterator[str]:
    for volume in pod.spec.get("volumes", ()):
        if "emptyDir" in volume and not volume["emptyDir"].get("sizeLimit"):
            yield f"{pod}: the volume {volume['name']} may fill its machine"


def images_are_named(cluster: Cluster) -> Iterator[str]:
    """With a registry and a version."""
    for pod in cluster.pods:
        for container in pod.containers:
            name, _, version = container.spec["image"].rpartition(":")
            if "/" not in name or "/" in version or version in {"", "latest"}:
                yield f"{container}: {container.spec['image']} may be another image tomorrow"


def files_can_be_read(cluster: Cluster) -> Iterator[str]:
    """Files of secrets belong to root: who is not root needs the pod's group."""
    for pod in cluster.pods:
        for volume in pod.spec.get("volumes", ()):
            source = volume.get("secret") or volume.get("projected") or {}
            mode = source.get("defaultMode", 0o644)
            if source and not mode & 0o004 and not pod.spec["securityContext"].get("fsGroup"):
                yield f"{pod} cannot read its volume {volume['name']}"
            if source and mode & 0o006:
                yield f"{pod}: anybody may read the volume {volume['name']}"


def namespaces_are_restricted(cluster: Cluster) -> Iterator[str]:
    namespaces = {one["metadata"]["name"]: one["metadata"].get("labels", {}) for one in cluster.of("Namespace")}
    for one in cluster.objects:
        name = one["metadata"].get("namespace")
        if one["kind"] != "Namespace" and name not in namespaces:
            yield f"{one['kind']} {one['metadata']['name']} lies in no namespace of ours"
    for name, labels in namespaces.items():
        if labels.get("pod-security.kubernetes.io/enforce") != "restricted":
            yield f"the namespace {name} takes any pod"


def amount(quantity: str | float) -> float:
    """`500m`, `2`, `512Mi` in cores or bytes."""
    text = str(quantity)
    unit = text.lstrip("0123456789.")
    return float(text.removesuffix(unit)) * UNITS[unit]


CHECKS = (
    pods_are_confined,
    everything_is_limited,
    images_are_named,
    files_can_be_read,
    namespaces_are_restricted,
)
