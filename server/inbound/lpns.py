"""LPN numbers and their labels: taken in a block for a device, or printed as goods come."""

from collections.abc import Sequence

from server.act import Act
from server.inbound.wire.lpns import LpnsTaken, TakeLpns
from server.printing.jobs import print_job
from server.stock.containers import new_container
from server.stock.wire import ContainerState


def take_lpns(act: Act, command: TakeLpns) -> LpnsTaken:
    """Refused: 404 `not_found` for a printer that is not there."""
    rows = [
        new_container(act, command.of, state=ContainerState.PRE_PRINTED)
        for _ in range(command.count)
    ]
    codes = tuple(row.code for row in rows)
    jobs = (
        tuple(print_lpn(act, code, command.of.value, [], command.printer) for code in codes)
        if command.print_labels
        else ()
    )
    return LpnsTaken(containers=codes, jobs=jobs)


def print_lpn(act: Act, code: str, kind: str, contents: Sequence[str], printer: str | None) -> str:
    """Stores the print job of an LPN's label and answers its number; 404 for the printer."""
    facts: dict[str, object] = {"code": code, "kind": kind.replace("_", "-").upper()}
    if contents:
        facts["contents"] = list(contents)
    return print_job(act, "lpn", facts, cause=code, printer=printer)
