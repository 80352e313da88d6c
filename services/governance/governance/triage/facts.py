"""What is known of a document when it comes in, as far as the models are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.triage.deadline import nearness
from governance.triage.words import beginning

SUBJECT_LETTERS = 500


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """`text`: the first pages, where they could be read. `kind`: a key of the kinds (`QĐ`, `cong-van`)."""

    subject: str
    sender: str = ""
    kind: str = ""
    text: str = ""
    arrived_on: date | None = None
    due_on: date | None = None

    def features(self) -> Mapping[str, Any]:
        """As they are stored with a correction: bounded, and nothing beyond these words."""
        return {
            "subject": self.subject[:SUBJECT_LETTERS],
            "sender": self.sender[:200],
            "kind": self.kind[:20],
            "text": beginning(self.text),
            "nearness": nearness(self.subject, self.arrived_on, self.due_on),
        }
