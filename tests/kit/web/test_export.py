import csv
from decimal import Decimal
from io import StringIO

import pytest

from analytics.workspace.rendering import safe
from kit.web.export import FORMULA, MARK, csv_file

TRICKS = (
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "Rác;=HYPERLINK(1);x",
    "Rác\n=cmd|' /C calc'!A0",
    "Rác\r@SUM(1)",
    'a"\t+1,"b',
    ";=1",
)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_words_become_a_formula_however_a_spreadsheet_parts_the_file(separator: str) -> None:
    written = bytes(csv_file("x.csv", ["số", "lời"], [["1", trick] for trick in TRICKS]).body).decode()
    rows = list(csv.reader(StringIO(written.removeprefix(MARK), newline=""), delimiter=separator))
    assert len(rows) > len(TRICKS)
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


def test_numbers_and_plain_words_stay_as_they_are() -> None:
    plain = ["Sáng 8h; chiều 2h - nghỉ", -5, -1.5, Decimal(-2), None, "a=b"]
    written = bytes(csv_file("x.csv", ["lời"], [[one] for one in plain]).body).decode()
    assert written.splitlines()[1:] == ["Sáng 8h; chiều 2h - nghỉ", "-5", "-1.5", "-2", '""', "a=b"]


@pytest.mark.parametrize("trick", TRICKS)
def test_answers_of_queries_are_written_by_the_same_rule(trick: str) -> None:
    assert safe(trick) == FORMULA.sub(r"\1'", trick) != trick
