"""What runs, as data. A service added to the product is a line here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """`port` is where it listens if it can; only the front door insists. `<package>.main:app` makes it."""

    name: str
    package: str
    port: int
    front_door: bool = False


SERVICES = (
    Service("lgsp-gateway", "lgsp_gateway", 8000, front_door=True),
    Service("analytics", "analytics", 8002),
    Service("governance", "governance", 8003),
    Service("meetings", "meetings", 8004),
    Service("monitoring", "monitoring", 8005),
    Service("assistant-citizen", "assistant_citizen", 8006),
    Service("assistant-staff", "assistant_staff", 8007),
)
DEMOS = {
    "assistant-staff": "simulators.demo.staff",
    "lgsp-gateway": "simulators.demo",
    "governance": "simulators.demo.governance",
    "meetings": "simulators.demo.meetings",
    "analytics": "simulators.demo.analytics",
    "monitoring": "simulators.demo.monitoring",
    "assistant-citizen": "simulators.demo.citizen",
}
"""What loads the demo province into each service."""
SIMULATORS = (
    Service("mailbox", "simulators.mailbox", 8025),
    Service("ndxp", "simulators.ndxp", 8091),
    Service("shared-categories", "simulators.shared_categories", 8092),
    Service("one-stop", "simulators.onestop", 8093),
)
SMTP_PORT = 1025
"""Where the mailbox takes mail, if it can."""
GATEWAY_PORT = 8001
"""Where the gateway answers inside, if it can."""
