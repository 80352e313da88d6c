"""The model of the lead unit: of each agency by what its units are called and by its own decisions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.tables import Unit
from governance.triage import words
from governance.triage.field import fields_of
from governance.triage.model import WordModel, traits_of, without_marks
from governance.triage.sender import MostFrequentOfSender
from kit.ml import Baseline, Example, Features, Metrics, Probabilities
from kit.ml.model import Origin

MOST_UNITS, MOST_FIELDS, TOP = 5000, 3, 3


class DocumentUnit(WordModel):
    """It is trained once there are enough decisions, and judged by those it did not see."""

    name: ClassVar[str] = "document-unit"
    origin: ClassVar[Origin] = "real"
    threshold: ClassVar[float] = 0.5
    gap: ClassVar[float] = 0.1
    least_examples: ClassVar[int] = 60
    least_documents: ClassVar[int] = 1
    trains_itself: ClassVar[bool] = False
    limits: ClassVar[str] = (
        "Learned from the names of units and from which unit was made to lead each document, agency by agency; an "
        "agency with few decisions has few answers. Tried beforehand on made decisions only (tests.bench.units). A "
        "unit that ended is still known until the next training, but never suggested."
    )

    async def read(self, session: AsyncSession) -> Sequence[Example]:
        """What the units are called; what people decided kit adds as corrections."""
        now = Unit.valid_from <= func.current_date(), or_(Unit.valid_to.is_(None), Unit.valid_to > func.current_date())
        rows = await session.execute(select(Unit.id, Unit.agency, Unit.name).where(*now).limit(MOST_UNITS))
        return [one for row in rows for one in named(row.agency, str(row.id), row.name)]

    def counted(self, train: Sequence[Example]) -> int:
        """Decisions: names alone make no model."""
        return sum(one.source == "correction" for one in train)

    def baseline(self, train: Sequence[Example]) -> Baseline:
        return MostFrequentOfSender([one for one in train if one.source != "recorded"], within="agency")

    def tokens(self, features: Features) -> Iterable[str]:
        """Each with its agency before it: the same word leads to another unit elsewhere."""
        agency = self.before(features)
        yield f"{agency}f={features['field']}"
        told = [*words.tokens(str(features["subject"])), *words.tokens(str(features.get("text", "")))]
        yield from (f"{agency}{token}" for token in (*told, *words.of_sender(str(features["sender"]))))

    def before(self, features: Features) -> str:
        return f"{features['agency']}:"

    def judge(self, answers: Sequence[Probabilities], test: Sequence[Example]) -> Metrics:
        told = super().judge(answers, test)
        best = [sorted(answer, key=lambda label: -answer[label])[:TOP] for answer in answers]
        found = sum(one.label in first for one, first in zip(test, best, strict=True)) / max(1, len(test))
        return Metrics({**told.figures, "accuracy_at_3": round(found, 4)}, told.calibration, told.by_label)

    def views(self, test: Sequence[Example]) -> Mapping[str, Sequence[Example]]:
        return {"written": test, "without_marks": without_marks(test)}

    def traits(self, features: Features) -> Mapping[str, str]:
        return traits_of(features)


def named(agency: str, label: str, name: str) -> list[Example]:
    """A unit as if a document that says its name had been given to it."""
    told = {"subject": name, "sender": "", "kind": "", "text": "", "agency": agency}
    fields = fields_of(name)[:MOST_FIELDS] or [""]
    return [Example({**told, "field": field}, label, source="recorded", split="train") for field in fields]
