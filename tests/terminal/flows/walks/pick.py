"""Picking, walked by scans alone."""

from labels.codes import Verb, command_code
from server.counting.wire.counts import ZeroCheck
from server.outbound.wire.cluster import PickPart, PickTogether, PutToSlot
from server.outbound.wire.picking import ConfirmPick
from server.outbound.wire.totes import AssignTote, DropTote
from terminal.flows.pick import pick
from tests.terminal.flows.test_procedures import (
    BOLT,
    STRAIGHT,
    TOTE_1,
    TOTE_2,
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
    "pick for two orders on a cart": Walk(
        pick,
        picks(
            line(1, "BOLT", "A-01", 2),
            line(2, "BOLT", "A-01", 1, slot=2, order="SO2"),
            slots=2,
        ),
        (
            command_code(Verb.SKIP),
            TOTE_1,
            TOTE_2,
            at("A-01"),
            BOLT,
            TOTE_1,
            TOTE_2,
            at("STAGE-1"),
            at("STAGE-1"),
        ),
        [
            AssignTote(pick_list="PL1", slot=1, tote=TOTE_1),
            AssignTote(pick_list="PL1", slot=2, tote=TOTE_2),
            PickTogether(
                pick_list="PL1",
                parts=[PickPart(line=1, found=2), PickPart(line=2, found=1)],
            ),
            PutToSlot(pick_list="PL1", line=1, quantity=2, tote=TOTE_1),
            PutToSlot(pick_list="PL1", line=2, quantity=1, tote=TOTE_2),
            DropTote(pick_list="PL1", tote=TOTE_1, location="STAGE-1"),
            DropTote(pick_list="PL1", tote=TOTE_2, location="STAGE-1"),
        ],
    ),
}
