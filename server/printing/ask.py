"""Labels that a person asks for: one design with its facts, or the labels of locations."""

from server.act import Act
from server.places.find import location
from server.printing.jobs import print_job
from server.printing.wire import JobsMade, PrintLabel, PrintLocations


def print_label(act: Act, command: PrintLabel) -> JobsMade:
    """Each request is its own cause. Refused: 404 printer, 422 `label_unknown_design`."""
    made = print_job(
        act,
        command.design,
        command.facts,
        cause=str(act.operation),
        copies=command.copies,
        printer=command.printer,
    )
    return JobsMade(jobs=[made])


def print_locations(act: Act, command: PrintLocations) -> JobsMade:
    """One job per location. Refused: 404 location or printer, 422 `label_unknown_design`."""
    return JobsMade(jobs=[_shelf(act, command, code) for code in command.locations])


def _shelf(act: Act, command: PrintLocations, code: str) -> str:
    row = location(act.session, act.warehouse, code)
    facts = {"code": row.code, "blue": row.check_blue, "orange": row.check_orange}
    return print_job(
        act,
        command.design,
        {name: value for name, value in facts.items() if value is not None},
        cause=f"{row.code} {act.operation}"[:80],
        printer=command.printer,
    )
