"""Picking, walked by scans alone."""

from server.outbound.wire.picking import ConfirmPick
from server.outbound.wire.totes import AssignTote, DropTote
from terminal.flows.pick import pick
from tests.terminal.flows.test_procedures import STRAIGHT, TOTE_1, TWO_LINES
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
}
