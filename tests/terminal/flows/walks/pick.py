"""Picking, walked by scans alone."""

from labels.codes import Verb, command_code
from server.counting.wire.counts import ZeroCheck
from server.outbound.wire.picking import ConfirmPick
from server.outbound.wire.totes import AssignTote, DropTote
from terminal.flows.pick import pick
from tests.terminal.flows.test_procedures import (
    BOLT,
    STRAIGHT,
    TOTE_1,
    TWO_LINES,
    at,
    line,
    picks,
)
from tests.terminal.flows.walks.walk import Walk

WALKS = {
    "pick": Walk(
        pick,
        TWO_LINES,
        tuple(STRAIGHT),
        [
            AssignTote(pick_list="PL1", slot=1, tote=TOTE_1),
            ConfirmPick(pick_list="PL1", line=1, quantity=2, tote=TOTE_1),
            ConfirmPick(pick_list="PL1", line=2, quantity=1, tote=TOTE_1),
            DropTote(pick_list="PL1", tote=TOTE_1, location="STAGE-1"),
        ],
    ),
    "pick, the last of it": Walk(
        pick,
        picks(line(1, "BOLT", "A-01", 2, empties=True)),
        (TOTE_1, at("A-01"), BOLT, command_code(Verb.OK), at("STAGE-1")),
        [
            AssignTote(pick_list="PL1", slot=1, tote=TOTE_1),
            ConfirmPick(pick_list="PL1", line=1, quantity=2, tote=TOTE_1),
            ZeroCheck(location="A-01", sku="BOLT", left=0),
            DropTote(pick_list="PL1", tote=TOTE_1, location="STAGE-1"),
        ],
    ),
}
