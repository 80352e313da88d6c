"""What every template may know of the request it is rendered for."""

from contextvars import ContextVar
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from kit.settings import Province, Settings
from kit.web import csrf, messages, navigation, once, preferences
from kit.web.assets import Assets
from kit.web.translations import Translator, translator

ORDERING = frozenset({"sort", "after", "limit"})


class View:
    def __init__(self, request: Request) -> None:
        self.request = request
        self.reader: Translator = translator(request)
        self.language = self.reader.language
        self.theme = preferences.theme(request)
        self.hints = preferences.hints(request)
        self.path = request.url.path
        self.caller: Any = getattr(request.state, "caller", None)
        self.messages = messages.taken(request)
        self.csrf = csrf.token(request)
        self.csrf_field, self.csrf_header = csrf.FIELD, csrf.HEADER
        self.once_field, self.once_key = once.FIELD, once.key

    @cached_property
    def settings(self) -> Settings:
        settings: Settings = self.request.app.state.settings
        return settings

    @property
    def acting_for(self) -> list[str]:
        """Whose place the caller takes today, as a service that knows it left it on the request."""
        names: list[str] = getattr(self.request.state, "acting_for", [])
        return names

    @property
    def initials(self) -> str:
        """Vietnamese names end with the given name: "Nguyễn Thị Hương" → "NH"."""
        words = str(self.caller.name).split()
        return "".join(word[0] for word in dict.fromkeys([words[0], words[-1]])).upper() if words else "?"

    @property
    def province(self) -> Province:
        return self.settings.province

    @property
    def province_name(self) -> str:
        return self.province.name if self.language == "vi" else self.province.name_en

    @cached_property
    def sections(self) -> list[navigation.Section]:
        """Of the platform this page belongs to; pages of the whole, as the portal, have none."""
        return navigation.visible(self.request.app.state.sections, self.caller) if self.platform else []

    @property
    def platforms(self) -> list[navigation.Platform]:
        return [platform for platform in navigation.PLATFORMS if platform.name in self.settings.platforms]

    @property
    def platform(self) -> navigation.Platform | None:
        """The platform this page belongs to."""
        return next((one for one in navigation.PLATFORMS if self.path.startswith(one.path)), None)

    def is_current(self, section: navigation.Section) -> bool:
        return navigation.is_current(section, self.path, self.sections)

    def may(self, *scopes: str) -> bool:
        """Whether to show a door at all; the route behind it decides."""
        return bool(self.caller) and self.caller.scopes >= set(scopes)

    @property
    def logo(self) -> str:
        return self.asset(f"logo{Path(self.province.logo).suffix or '.svg'}")

    def asset(self, name: str) -> str:
        assets: Assets = self.request.app.state.assets
        return assets.url(name)

    def module(self, name: str) -> str:
        """Address of a browser module of this service."""
        modules: Assets = self.request.app.state.modules
        return modules.url(name)

    def url(self, path: str | None = None, **changes: object) -> str:
        """This address with other query parameters; None takes one out."""
        query = [(key, value) for key, value in self.request.query_params.multi_items() if key not in changes]
        query += [(key, str(value)) for key, value in changes.items() if value is not None]
        return f"{path or self.path}?{urlencode(query)}" if query else path or self.path

    @property
    def is_filtered(self) -> bool:
        """Whether the address narrows a list down."""
        return any(value and name not in ORDERING for name, value in self.request.query_params.multi_items())

    def parameter(self, name: str) -> str:
        return self.request.query_params.get(name, "")


current: ContextVar[View] = ContextVar("view")
"""Of the page that is being rendered."""
