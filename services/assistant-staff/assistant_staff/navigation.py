"""The sections of the platform."""

from kit.web import Section

SECTIONS: tuple[Section, ...] = ()
