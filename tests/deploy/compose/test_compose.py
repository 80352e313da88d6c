"""docker-compose.yml: by the specification, confined, pinned, without a secret, and agreed with itself."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.deploy.compose.conftest import ENV, drawn
from tests.deploy.compose.reading import FILE, ROOT, SERVICES, Missing, dotenv, names_in, raw, read

SPECIFICATION = "github.com/compose-spec/compose-go/v2@v2.16.2"
EXACT = re.compile(r"[\w./-]+:(v?\d+\.\d+(\.\d+)?|RELEASE\.[\dTZ-]+)(-[a-z]+)?")
BUILDS_ITSELF = {"keycloak"}
"""It writes its own folder at each start."""
SECRET = re.compile(r"(SECRET|PASSWORD|KEY)$")


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The specification's own, of the module that `docker compose` reads files with."""
    if shutil.which("go") is None:
        pytest.skip("the schema of compose files comes as a Go module, and Go is not on this machine")
    told = subprocess.run(
        ["go", "mod", "download", "-json", SPECIFICATION],
        cwd=tmp_path_factory.mktemp("go"),
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        pytest.skip(f"the schema of compose files could not be fetched: {told.stdout[-200:]}{told.stderr[-200:]}")
    return json.loads((Path(json.loads(told.stdout)["Dir"]) / "schema" / "compose-spec.json").read_text())


def test_it_is_a_compose_file(schema: Any, compose: dict[str, Any]) -> None:
    faults = jsonschema.validators.validator_for(schema)(schema).iter_errors(compose)
    assert [f"{fault.json_path}: {fault.message}" for fault in faults] == []


def test_every_part_is_confined(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] is (name not in BUILDS_ITSELF), name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert {"mem_limit", "pids_limit", "networks"} <= service.keys(), name
        assert not {"privileged", "cap_add", "network_mode", "pid", "ipc", "devices"} & service.keys(), name
        assert all("docker.sock" not in volume for volume in service.get("volumes", [])), name


def test_only_the_front_door_is_published_and_on_loopback(compose: dict[str, Any]) -> None:
    published = {name: service for name, service in compose["services"].items() if "ports" in service}
    assert {name for name, service in published.items() if "profiles" not in service} == {"lgsp-gateway"}
    assert all(port.startswith("127.0.0.1:") for service in published.values() for port in service["ports"])
    networks = compose["networks"]
    assert {name for name, network in networks.items() if network.get("internal")} == {"platforms", "stores"}
    for name in ("postgres", "valkey", "kafka", "minio", "databases", "buckets"):
        assert compose["services"][name]["networks"] == ["stores"]


def test_the_profiles_are_the_stated_ones(compose: dict[str, Any]) -> None:
    found = {profile for service in compose["services"].values() for profile in service.get("profiles", [])}
    assert found == {"demo", "livekit", "keycloak", "observability"}


def test_images_are_built_here_or_pinned(compose: dict[str, Any]) -> None:
    built = {service["image"] for service in compose["services"].values() if "build" in service}
    assert built == {f"provincial-platforms/{name}:local" for name in (*SERVICES, "simulators")}
    assert len([one for one in compose["services"].values() if "build" in one]) == len(built)
    for name, service in compose["services"].items():
        assert service["image"] in built or EXACT.fullmatch(service["image"]), f"{name}: {service['image']}"


def test_kafka_and_livekit_are_of_the_versions_that_are_tested(compose: dict[str, Any]) -> None:
    pom = (ROOT / "libs" / "embedded" / "embedded" / "kafka" / "pom.xml").read_text()
    version = compose["services"]["kafka"]["image"].rpartition(":")[2]
    assert f"<version>{version}</version>" in pom
    livekit = (ROOT / "tests" / "support" / "livekit.py").read_text()
    assert f"@{compose['services']['livekit']['image'].rpartition(':')[2]}" in livekit


def test_each_service_waits_for_its_migration(compose: dict[str, Any]) -> None:
    for name in SERVICES:
        service, migration = compose["services"][name], compose["services"][f"migrate-{name}"]
        assert service["depends_on"][f"migrate-{name}"] == {"condition": "service_completed_successfully"}
        assert migration["command"] == ["python", "-m", "kit.migrate", "upgrade", name.replace("-", "_")]
        assert migration["image"] == service["image"]
        assert migration["environment"]["DATABASE_URL"] == service["environment"]["DATABASE_URL"]
        assert migration["restart"] == "no"


def test_what_is_waited_for_can_come(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            awaited = services[other]
            if how["condition"] == "service_completed_successfully":
                assert awaited["restart"] == "no", f"{name} waits for the end of {other}"
            else:
                own = awaited["image"].startswith("provincial-platforms/")
                assert own or "healthcheck" in awaited, f"{name} waits for the health of {other}"
            if how.get("required", True):
                assert set(awaited.get("profiles", [])) <= set(service.get("profiles", [])), f"{name}: {other}"


def test_mounted_files_are_there(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for source, _, rest in (volume.partition(":") for volume in service.get("volumes", [])):
            if source.startswith("."):
                assert (ROOT / source).is_file(), name
                assert rest.endswith(":ro"), name
            else:
                assert source in compose["volumes"], name


def test_what_the_demo_drew_lies_in_no_service(compose: dict[str, Any]) -> None:
    """One of them answers strangers, and all run as the same user."""
    holding = {
        name for name, service in compose["services"].items()
        if any(volume.startswith("keys:") for volume in service.get("volumes", []))
    }  # fmt: skip
    assert holding == {name for name in compose["services"] if name.startswith("demo-")}


def test_no_secret_is_in_the_repository_and_each_is_asked_for() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    known = dotenv(example, commented=True)
    assert {name for name, value in dotenv(example).items() if SECRET.search(name) and value} == set()
    wanted = names_in(FILE.read_text(encoding="utf-8"))
    assert wanted - {"TAG"} == known.keys() - {"COMPOSE_PROFILES"}
    for name in (one for one in wanted if SECRET.search(one)):
        with pytest.raises(Missing):
            read({**drawn(), name: ""})


def test_nothing_is_repeated_in_more_than_one_secret(given: dict[str, str]) -> None:
    drawn_ones = [value for name, value in given.items() if SECRET.search(name)]
    assert len(set(drawn_ones)) == len(drawn_ones) > 0
    assert all(len(value) == 64 for value in drawn_ones)


def test_secrets_are_drawn_once_and_kept(checkout: Path) -> None:
    ENV["main"](checkout)
    first = (checkout / ".env").read_text()
    assert (checkout / ".env").stat().st_mode & 0o777 == 0o600
    (checkout / ".env.example").write_text((checkout / ".env.example").read_text() + "NEW_SECRET=\n")
    ENV["main"](checkout)
    second = (checkout / ".env").read_text()
    assert second.startswith(first)
    assert len(dotenv(second)["NEW_SECRET"]) == 64
    assert len(second.splitlines()) == len(first.splitlines()) + 1


def test_the_demo_is_only_there_when_asked_for() -> None:
    for name, service in raw()["services"].items():
        embedded = service.get("environment", {}).get("MODE") == "embedded"
        assert embedded is name.startswith("demo-")
        assert not embedded or service["profiles"] == ["demo"]
