"""Kinds of notifications fall into topics, for which a person chooses what comes by mail.

A kind begins with its topic: `task_returned` is of `task`.
"""

from collections.abc import Mapping
from typing import Any, Literal

Topic = Literal["document", "task", "other"]
Choice = Literal["important", "all", "digest", "none"]
TOPICS: tuple[Topic, ...] = ("document", "task", "other")
CHOICES: tuple[Choice, ...] = ("important", "all", "digest", "none")
USUAL: Choice = "important"
MAILED_ELSEWHERE = ("meeting_",)
"""Of these the platform that is their reason writes mails itself; a second one would only be in the way."""


def topic_of(kind: str) -> Topic:
    found = next((topic for topic in TOPICS if kind.startswith(f"{topic}_")), None)
    return found or "other"


def mail_of(kind: str, *, important: bool, choices: Mapping[str, Any]) -> str:
    """How it goes out by mail: `at_once`, `digest` or not at all."""
    if kind.startswith(MAILED_ELSEWHERE):
        return ""
    choice = choices.get(topic_of(kind), USUAL)
    if choice == "digest":
        return "digest"
    return "at_once" if choice == "all" or (choice == "important" and important) else ""
