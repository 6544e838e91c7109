"""Labels that a person asks for: one design with its facts, or the labels of locations."""

from server.act import Act
from server.places.find import location
from server.printing.jobs import Paper, print_jobs
from server.printing.wire import JobsMade, PrintLabel, PrintLocations


def print_label(act: Act, command: PrintLabel) -> JobsMade:
    """Each request is its own cause. Refused: 404 printer, 422 `label_unknown_design`."""
    paper = Paper(
        design=command.design,
        facts=command.facts,
        cause=str(act.operation),
        copies=command.copies,
    )
    return JobsMade(jobs=print_jobs(act, [paper], printer=command.printer))


def print_locations(act: Act, command: PrintLocations) -> JobsMade:
    """One job per location. Refused: 404 location or printer, 422 `label_unknown_design`."""
    papers = [_shelf(act, command, code) for code in command.locations]
    return JobsMade(jobs=print_jobs(act, papers, printer=command.printer))


def _shelf(act: Act, command: PrintLocations, code: str) -> Paper:
    row = location(act.session, act.warehouse, code)
    facts = {"code": row.code, "blue": row.check_blue, "orange": row.check_orange}
    return Paper(
        design=command.design,
        facts={name: value for name, value in facts.items() if value is not None},
        cause=f"{row.code} {act.operation}"[:80],
    )
