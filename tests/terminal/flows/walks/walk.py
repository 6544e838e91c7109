"""A walk: what is scanned one after the other in a procedure, and what is written for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from labels.codes import Kind, Verb, command_code, house_code, number_code
from server.wire import Command
from tests.terminal.flows.test_procedures import at

BLIND, OK, PRINT = (command_code(verb) for verb in (Verb.BLIND, Verb.OK, Verb.PRINT))
DOCK, A01, B02, LANE = (at(code) for code in ("STAGE-1", "A-01", "B-02", "LANE-1"))
RMA, PO = house_code(Kind.RETURN, "77"), house_code(Kind.PURCHASE_ORDER, "4711")
TWELVE, THREE, ONE, FIVE = (number_code(value) for value in (12, 3, 1, 5))


@dataclass
class Walk:
    """What is scanned one after the other, and what is written for it."""

    flow: Callable[[Any], Any]
    snapshot: Any
    scans: tuple[str, ...]
    commands: list[Command]
