"""The error catalogue: every code a worker can see, its tone and its two lines (terminal 4.16)."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from labels.codes import Verb

WIDTH = 26


class Fault(Struct, frozen=True):
    """`what` it is and what to `act` on, each at most 26 characters before data is put in."""

    code: str
    tone: Literal["bad", "warn"]
    what: str
    act: str


CATALOGUE = {
    fault.code: fault
    for fault in (
        Fault("E-UNK", "bad", "Not known: {value}", "Scan again, or F5 look up"),
        Fault("E-KIND", "bad", "That is {kind} {value}", "Need {need}"),
        Fault("E-WRONG", "bad", "This is {kind} {value}", "Need {need}"),
        Fault("E-CHECK", "bad", "Misread", "Scan again"),
        Fault("E-GS1", "bad", "Bad GS1 field ({ai})", "Scan again, or F2 torn"),
        Fault("E-GS1DUP", "bad", "Field ({ai}) stands twice", "Set label aside, F2"),
        Fault("E-DATE", "bad", "{value} is no date", "Scan or type the date"),
        Fault("E-EXP", "bad", "Too old: {value}", "Set aside, F2"),
        Fault("E-WT", "bad", "Weight is off: {value}", "Weigh or count again"),
        Fault("E-CONFLICT", "bad", "{kind} is {value}", "Need {need}: nothing saved"),
        Fault("E-DUP", "bad", "{value} already scanned", "Scan another one"),
        Fault("E-QTY", "bad", "{value} is too many", "At most {need}"),
        Fault("E-CAP", "bad", "Does not fit", "Another place, or less"),
        Fault("E-MIX", "bad", "Must not be mixed", "Use another place"),
        Fault("E-HOLD", "bad", "On hold", "Leave it, call lead"),
        Fault("E-LOCK", "bad", "Somebody else has it", "Scan badge to take over"),
        Fault("E-STATE", "bad", "Changed meanwhile", "Look at the new prompt"),
        Fault("E-PERM", "bad", "Not allowed", "Ask a supervisor"),
        Fault("E-OFF", "bad", "No connection", "Wait, or do it later"),
        Fault("E-AWAY", "bad", "Not kept here: {value}", "Other code, or go online"),
        Fault("E-NONEW", "bad", "No new LPN numbers here", "Scan a printed LPN"),
        Fault("E-SRV", "bad", "Server error", "Scan again, or call lead"),
        Fault("E-FLUSH", "bad", "{value} scans dropped", "Start again: {need}"),
        Fault("E-LAYOUT", "bad", "Scanner keyboard wrong", "Set scanner to {value}"),
        Fault("E-CTRL", "bad", "Control characters lost", "F1 at login: Doctor"),
        Fault("E-LEN", "bad", "Too long", "Scan one barcode"),
        Fault("E-URL", "bad", "Web address, not an item", "Scan the other barcode"),
        Fault("E-DIGITS", "bad", "Wrong check digits", "Read again, or scan"),
        Fault("E-DIGITS3", "bad", "3 times wrong", "Scan it, or call lead"),
        Fault("E-HAZ", "bad", "Not safe here", "Call a supervisor"),
        Fault("E-REV", "bad", "Can't be undone", "{value}"),
        Fault("E-TYPED", "bad", "Typing is not allowed", "Scan it"),
        Fault("E-KEY", "bad", "That does nothing here", "{need}"),
        Fault("E-BUSY", "bad", "20 scans wait", "Wait for the band"),
        Fault("E-LOW", "bad", "{value} is too few", "At least {need}"),
        Fault("E-NUMBER", "bad", "{value} is no quantity", "Digits, then Enter"),
        Fault("E-MANY", "bad", "Fits too many things", "Scan the item first"),
        Fault("E-HALF", "bad", "Half of a label", "Scan its other barcode"),
        Fault("W-GS", "warn", "Separator was missing", "Check: {value}"),
        Fault("W-37", "warn", "Count beside item", "Check the quantity"),
        Fault("W-CAPS", "warn", "Caps lock is on", "Switch it off"),
        Fault("W-URL", "warn", "Short web address", "{value}"),
        Fault("W-BATT", "warn", "Battery is low", "Change it soon"),
        Fault("W-EXP", "warn", "Expires soon: {value}", "Goes on"),
        Fault("W-RES", "warn", "Reserved: {value}", "Goes on"),
        Fault("W-SRV", "warn", "{value}", ""),
        Fault("W-SEQ", "warn", "Loading order", "Check: {value}"),
    )
}

# A server problem's `code` -> ours. What is not here shows the server's own sentence (E-SRV).
PROBLEMS = {
    problem: code
    for code, problems in {
        "E-UNK": "not_found no_such_lot place_missing dock_missing tote_missing unnamed",
        "E-KIND": "not_a_dock not_a_tote not_a_drop not_a_lane not_a_cart virtual_location",
        "E-WRONG": "wrong_lot other_expiry container_elsewhere other_item other_location"
        " other_place wrong_tote wrong_label",
        "E-DATE": "expiry_missing already_expired",
        "E-EXP": "expired short_life",
        "E-WT": "weight_missing weight_off",
        "E-DUP": "serial_known serial_elsewhere barcode_taken exists line_twice same_place"
        " tote_in_use tracking_taken counted_already",
        "E-QTY": "not_enough reserved not_reserved received_more over_pick not_picked too_much"
        " more_than_left",
        "E-CAP": "over_capacity cart_broken",
        "E-MIX": "mixing container_required",
        "E-HOLD": "held item_inactive order_held",
        "E-LOCK": "task_taken not_your_task not_your_count being_counted cart_taken",
        "E-STATE": "stale wrong_state container_state receipt_closed task_ended task_waiting"
        " location_locked reservation_resolved reservation_broken exception_ended nothing_to_pick"
        " line_cancelled line_closed pick_list_closed put_away_ended count_ended return_closed"
        " nothing_left held_back nothing_to_put_back packed waits_for_decision",
        "E-PERM": "forbidden not_signed_in badge_or_pin pin_locked session_locked session_ended"
        " no_session revoked not_active yourself above_your_rights approval_needed"
        " second_person_needed no_approver excluded",
        "E-HAZ": "storage_class temperature_band",
        "E-REV": "not_reversible already_reversed",
    }.items()
    for problem in problems.split()
}

# A fact that contradicts the book is refused online with the exception that says it truthfully.
OFFERS = {
    "not_enough": Verb.SHORT,
    "wrong_lot": Verb.DIFF,
    "over_capacity": Verb.FULL,
    "mixing": Verb.FULL,
}


def told(code: str, arguments: Mapping[str, str] | None = None) -> tuple[str, str]:
    """The two lines of `code` with its arguments; an unknown code tells itself."""
    fault = CATALOGUE.get(code)
    if fault is None:
        return code, ""
    given = {"value": "", "kind": "", "need": "", "ai": "", **(arguments or {})}
    return fault.what.format_map(given).strip(), fault.act.format_map(given).strip()


def of_problem(problem: str) -> str:
    """Our code for a server problem's `code`."""
    return PROBLEMS.get(problem, "E-SRV")
