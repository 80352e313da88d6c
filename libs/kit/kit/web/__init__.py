"""Screens: one layout, one set of components, one style, two languages. `install` gives them to an app."""

from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI

from kit.settings import Province
from kit.web import brand
from kit.web.assets import Assets
from kit.web.export import csv_file, csv_list
from kit.web.fields import field_errors, worded
from kit.web.messages import is_partial, notify, redirect
from kit.web.navigation import Section, sections_of
from kit.web.options import Option
from kit.web.preferences import Preferences
from kit.web.problem import render_problem
from kit.web.render import environment, render
from kit.web.submission import Submission, blank, submitted, uploaded_text
from kit.web.translations import Translations, Translator, translator

__all__ = [
    "Assets",
    "Option",
    "Section",
    "Submission",
    "Translations",
    "Translator",
    "assets",
    "blank",
    "csv_file",
    "csv_list",
    "field_errors",
    "install",
    "is_partial",
    "notify",
    "redirect",
    "render",
    "render_problem",
    "submitted",
    "translator",
    "uploaded_text",
    "worded",
]


def install(app: FastAPI, package: str) -> None:
    """Put a service's texts, templates, asset addresses and navigation on its app, which has its settings.

    The gateway serves what the addresses name: `Mount("/static", app.state.assets)`; a service only the browser
    modules in its own `static` folder.
    """
    settings = app.state.settings
    app.state.translations = Translations(package, strict=settings.mode == "embedded")
    app.state.templates = environment(_template_folders(package))
    app.state.assets = assets(settings.province)
    app.state.modules = Assets.modules(settings.service, Path(str(files(package))) / "static")
    app.mount(f"/{settings.service}/static", app.state.modules)
    app.state.sections = sections_of(package)
    app.add_middleware(Preferences)


def assets(province: Province) -> Assets:
    """All static files of a province: ours, the packages', its colours and its logo."""
    colours = brand.stylesheet(province.primary, province.accent)
    return Assets.shared({"province.css": colours, **brand.logo(province.logo, province.primary)})


def _template_folders(package: str) -> list[Path]:
    root = Path(str(files(package)))
    return sorted(folder for folder in root.glob("*/templates") if folder.is_dir())
