"""Where a person can go: the platforms of the province, and the sections of the one they are in.

A service lists its sections in `<package>/navigation.py`:

    SECTIONS = (Section("member.title", "/lgsp-gateway/members", "building-2", scope="members:read"),)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any


@dataclass(frozen=True)
class Section:
    """`title` is a text's key, `scope` what a caller needs to see it (none: everybody)."""

    title: str
    path: str
    icon: str
    scope: str | None = None


@dataclass(frozen=True)
class Platform:
    """One of the seven; `name` is the service's, and its home is `/<name>/`."""

    name: str
    icon: str

    @property
    def path(self) -> str:
        return f"/{self.name}/"

    @property
    def title(self) -> str:
        return f"platform.{self.name}.title"

    @property
    def summary(self) -> str:
        return f"platform.{self.name}.summary"


PLATFORMS = (
    Platform("lgsp-gateway", "network"),
    Platform("analytics", "chart-column"),
    Platform("governance", "landmark"),
    Platform("meetings", "video"),
    Platform("monitoring", "activity"),
    Platform("assistant-citizen", "messages-square"),
    Platform("assistant-staff", "bot"),
)


def sections_of(package: str) -> tuple[Section, ...]:
    name = f"{package}.navigation"
    if find_spec(name) is None:
        return ()
    sections: tuple[Section, ...] = import_module(name).SECTIONS
    return sections


def visible(sections: Iterable[Section], caller: Any) -> list[Section]:
    scopes = caller.scopes if caller else frozenset()
    return [section for section in sections if section.scope is None or section.scope in scopes]


def is_current(section: Section, path: str, sections: Iterable[Section]) -> bool:
    """The section whose path is the longest beginning of the address."""
    fitting = [other.path for other in sections if _covers(other.path, path)]
    return bool(fitting) and section.path == max(fitting, key=len)


def _covers(section: str, path: str) -> bool:
    return path == section or path.startswith(section.rstrip("/") + "/")
