"""Sheets that are taken over in the background: kept, put in line, then written whole or not at all, with progress.

    class UnitImport(IntakeRow):                       # tables.py: the columns every intake has, and one's own
        __tablename__ = "unit_import"
        created: Mapped[int]

    File = Annotated[Sent, sheet_sent("units:write")]   # api.py: who may not send is refused before reading
    made = await put_in_line(session, files, sent.file(), UnitImport(created=0), caller, now)

    INTAKE = Intake(UnitImport, lambda one: COLUMNS, take)

    @every(timedelta(seconds=1), name="import-units", when=INTAKE.waiting)
    async def import_waiting(_: AsyncSession, app: FastAPI) -> None:
        await INTAKE.run(app)

`take(session, app, one, sheet, progress)` gives the values to keep of what it did, or raises RowsWrong. The page shows
`components/intake.html`; `shown` gives it what it needs, `problems` the wrong rows as a sheet.
"""

from kit.intake.answers import IntakeRead, problems, read_of, shown
from kit.intake.arrival import Sent, body_of, put_in_line, sheet_sent
from kit.intake.errors import ImportNotFound, ImportsWaiting
from kit.intake.queries import get_import, list_imports
from kit.intake.running import Intake, Progress
from kit.intake.tables import PENDING, IntakeRow

__all__ = [
    "PENDING",
    "ImportNotFound",
    "ImportsWaiting",
    "Intake",
    "IntakeRead",
    "IntakeRow",
    "Progress",
    "Sent",
    "body_of",
    "get_import",
    "list_imports",
    "problems",
    "put_in_line",
    "read_of",
    "sheet_sent",
    "shown",
]
