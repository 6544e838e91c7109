"""The catalogue: every code fits a handheld, every problem of the server has one."""

import re
from pathlib import Path

from terminal.errors import CATALOGUE, OFFERS, PROBLEMS, WIDTH, of_problem, told
from terminal.flows.explained import PAGES

ROOT = Path(__file__).resolve().parents[2]
SERVER, OUTBOX = ROOT / "server", ROOT / "terminal" / "refusals.py"


def test_both_lines_fit_a_handheld_before_data_is_put_in() -> None:
    for fault in CATALOGUE.values():
        for line in (fault.what, fault.act):
            assert len(re.sub(r"\{\w+\}", "", line)) <= WIDTH, fault


def test_f1_explains_every_code_and_none_that_is_not() -> None:
    assert set(PAGES) == set(CATALOGUE)


def test_every_problem_that_is_named_is_one_of_the_server_or_the_outbox() -> None:
    files = (*SERVER.rglob("*.py"), OUTBOX)
    sources = "\n".join(file.read_text() for file in files)
    unknown = [problem for problem in (*PROBLEMS, *OFFERS) if f'"{problem}"' not in sources]
    assert unknown == []
    assert set(PROBLEMS.values()) <= set(CATALOGUE)


def test_what_is_not_mapped_is_the_servers_own() -> None:
    assert of_problem("made_up") == "E-SRV"
    assert told("E-WRONG", {"kind": "LOT", "value": "B7", "need": "LOT A3"}) == (
        "This is LOT B7",
        "Need LOT A3",
    )
    assert told("E-NEW") == ("E-NEW", "")
    assert told("E-GS1", {"ai": "01", "value": "{x}"})[0] == "Bad GS1 field (01)"
