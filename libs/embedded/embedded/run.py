"""From nothing to a front door: database, Valkey and bus, schemas, simulators, services, the demo province."""

import os
import runpy
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from embedded.errors import LaunchError
from embedded.folder import check_space, held
from embedded.forked import Forked
from embedded.installation import STATUS, Installation
from embedded.ports import Ports
from embedded.preload import preload
from embedded.process import last_words
from embedded.readiness import wait_until_ready
from embedded.served import log_of, served
from embedded.servers import Bus, Servers, start_servers
from embedded.services import DEMOS, GATEWAY_PORT, SERVICES, SIMULATORS, SMTP_PORT, Service
from embedded.supervisor import Supervisor
from embedded.worker import serve, serve_together
from kit import migrate

Listeners = Mapping[str, socket.socket]
_MIGRATION_SECONDS = 300
_SIMULATORS = "simulators"


@dataclass(frozen=True)
class Order:
    """What is to run. `demos` are modules by service, run at each start as `python -m` would, in the service's
    environment, with simulators up and services not yet; what they print is shown at the end."""

    folder: Path
    bus: Bus = "redis"
    services: Sequence[Service] = SERVICES
    simulators: Sequence[Service] = SIMULATORS
    demos: Mapping[str, str] = field(default_factory=lambda: DEMOS)
    say: Callable[[str], None] = print


def run(order: Order) -> None:
    """Returns when a signal has stopped everything."""
    with held(order.folder), Supervisor(order.folder / STATUS, order.say) as supervisor:
        check_space(order.folder)
        ports = Ports(order.folder / "ports.json")
        listeners = {service.name: ports.listen(service) for service in (*order.services, *order.simulators)}
        servers = start_servers(order.folder, order.bus, supervisor)
        preload()
        servers.wait()
        installation = _install(order, servers, listeners, ports)
        _migrate(order, installation)
        supervisor.attend()
        _start_simulators(order, installation, listeners, supervisor)
        welcome = _load_demos(order, installation, supervisor)
        _start_services(order, installation, listeners, supervisor)
        order.say(welcome)
        order.say(f"{installation.origin} is ready; Ctrl-C stops everything")
        supervisor.run()
        order.say("stopping")


def _install(order: Order, servers: Servers, listeners: Listeners, ports: Ports) -> Installation:
    urls = {name: f"http://127.0.0.1:{listener.getsockname()[1]}" for name, listener in listeners.items()}
    databases: dict[str, str] = {}
    installation = Installation(
        order.folder,
        order.services,
        urls,
        databases,
        redis_url=servers.memory.url,
        bus_url=servers.bus_url,
        smtp_port=ports.reserve("smtp", SMTP_PORT),
        gateway_port=ports.reserve("gateway inside", GATEWAY_PORT),
    )
    for service in order.services:
        password = installation.secret(f"{service.name}-database")
        databases[service.name] = servers.database.give_database(service.package, password)
    return installation


def _migrate(order: Order, installation: Installation) -> None:
    """All in one process, which is not this one: an event loop must not be there when services are forked."""

    def upgrade_all() -> None:
        for service in order.services:
            migrate.upgrade(installation.databases[service.name], service.package)

    log = log_of(order.folder, "migrate")
    if Forked(upgrade_all, log).wait(_MIGRATION_SECONDS):
        raise LaunchError(f"the databases could not be migrated: {last_words(log)}")


def _start_simulators(order: Order, known: Installation, listeners: Listeners, supervisor: Supervisor) -> None:
    """In one process, which is ready as a whole: apart they would hold fourteen MiB more each."""
    if not order.simulators:
        return
    sockets = [listeners[one.name] for one in order.simulators]
    work = partial(serve_together, order.simulators, sockets, known.addresses())
    supervisor.add(served(order.folder, _SIMULATORS, sockets, work))
    wait_until_ready(supervisor, {_SIMULATORS: known.urls[order.simulators[0].name]}, anything=True)


def _start_services(order: Order, known: Installation, listeners: Listeners, supervisor: Supervisor) -> None:
    supervisor.add(
        *(
            served(
                order.folder,
                one.name,
                [listeners[one.name]],
                partial(serve, one, listeners[one.name], known.environment(one)),
            )
            for one in order.services
        )
    )
    wait_until_ready(supervisor, {one.name: f"{known.inside(one)}/readyz" for one in order.services})


def _load_demos(order: Order, installation: Installation, supervisor: Supervisor) -> str:
    """What the demos have to tell. Services start after them, for they read the registry as they start. The front
    door's comes first, for the others' people are its accounts."""
    wanted = [(service, order.demos[service.name]) for service in order.services if service.name in order.demos]
    wanted.sort(key=lambda pair: not pair[0].front_door)
    told = [
        *_loaded(order, installation, supervisor, wanted[:1]),
        *_loaded(order, installation, supervisor, wanted[1:]),
    ]
    return "\n".join(filter(None, told))


def _loaded(
    order: Order, installation: Installation, supervisor: Supervisor, wanted: Sequence[tuple[Service, str]]
) -> list[str]:
    """Side by side, for each has its own database."""
    logs = {module: log_of(order.folder, module.replace("simulators.", "").replace(".", "-")) for _, module in wanted}
    loading = {
        module: Forked(partial(_load_demo, module, installation.environment(service)), logs[module])
        for service, module in wanted
    }
    while any(one.poll() is None for one in loading.values()):
        supervisor.step_or_interrupt(0.05)
    for module, one in loading.items():
        if one.poll():
            raise LaunchError(f"the demo province could not be loaded: {last_words(logs[module])}")
    return [log.read_text().rstrip() for log in logs.values()]


def _load_demo(module: str, environment: Mapping[str, str]) -> None:
    os.environ.update(environment)
    runpy.run_module(module, run_name="__main__", alter_sys=True)
