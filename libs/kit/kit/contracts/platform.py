"""What every platform tells of itself: that it runs, and which models it answers with. One topic a platform."""

from typing import ClassVar

from kit.events import Event


class PlatformDescribed(Event):
    """`models` are the names of those in use; the topic is never trimmed, the newest is the state."""

    service: str
    models: tuple[str, ...] = ()

    reference: ClassVar[bool] = True

    def aggregate(self) -> str:
        return self.service


class LgspGatewayDescribed(PlatformDescribed):
    topic: ClassVar[str] = "lgsp-gateway.platform-described.v1"


class AnalyticsDescribed(PlatformDescribed):
    topic: ClassVar[str] = "analytics.platform-described.v1"


class GovernanceDescribed(PlatformDescribed):
    topic: ClassVar[str] = "governance.platform-described.v1"


class MeetingsDescribed(PlatformDescribed):
    topic: ClassVar[str] = "meetings.platform-described.v1"


class MonitoringDescribed(PlatformDescribed):
    topic: ClassVar[str] = "monitoring.platform-described.v1"


class AssistantCitizenDescribed(PlatformDescribed):
    topic: ClassVar[str] = "assistant-citizen.platform-described.v1"


class AssistantStaffDescribed(PlatformDescribed):
    topic: ClassVar[str] = "assistant-staff.platform-described.v1"


DESCRIBED: dict[str, type[PlatformDescribed]] = {
    event.topic.partition(".")[0]: event
    for event in (
        LgspGatewayDescribed,
        AnalyticsDescribed,
        GovernanceDescribed,
        MeetingsDescribed,
        MonitoringDescribed,
        AssistantCitizenDescribed,
        AssistantStaffDescribed,
    )
}
