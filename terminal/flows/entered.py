"""What was typed at a prompt that wants a number, a date, a choice or a PIN."""

from terminal.flows import quantity
from terminal.flows.ask import Ask, Rule
from terminal.flows.words import say
from terminal.scan import house
from terminal.scan.match import same
from terminal.scan.outcome import Accept, Outcome, Reject
from terminal.scan.reading import Evidence, Kind, Reading

LISTED = frozenset({Kind.CHOICE, Kind.REASON})
# Answered with keys by their nature: whether typing is allowed is no question there.
BY_HAND = LISTED | {Kind.QTY, Kind.WEIGHT, Kind.DATE, Kind.PIN, Kind.TEXT}


def read(text: str, ask: Ask, *, month_first: bool = False) -> Outcome | None:
    """`text` as an answer to `ask`; None when it is to be resolved like a scan."""
    text = text.strip()
    for kind in ask.kinds:
        if kind in LISTED:
            listed = _listed(text, ask, kind)
            elsewhere = ask.open and not BY_HAND.issuperset(ask.kinds)
            return None if isinstance(listed, Reject) and elsewhere else listed
        if kind is Kind.DATE:
            value = quantity.day(text, month_first=month_first)
        else:
            value = _value(text, kind, ask)
        if value is not None:
            reading = Reading(kind, value, Evidence.CHECK, {kind.attribute: value})
            return Accept(reading)
    return _refused(text, ask)


def _value(text: str, kind: Kind, ask: Ask) -> str | None:
    match kind:
        case Kind.QTY:
            amount = quantity.quantity(text, (ask.quantity or Rule()).units)
            return None if amount is None else str(amount)
        case Kind.WEIGHT:
            weight = quantity.grams(text)
            return None if weight is None else str(weight)
        case Kind.PIN:
            return text if text.isascii() and text.isdigit() else None
        case _:
            return None


def _listed(text: str, ask: Ask, kind: Kind) -> Outcome:
    """An entry of the numbered list: by its number, its code, or a number or reason card."""
    text = house.number(text) or text
    for number, candidate in enumerate(ask.one_of, start=1):
        if text == str(number) or same(text, candidate.value):
            values = {**candidate.facts, kind.attribute: candidate.value}
            reading = Reading(kind, candidate.value, Evidence.CHECK, values)
            return Accept(reading, candidate)
    return Reject("E-UNK", {"value": text})


def _refused(text: str, ask: Ask) -> Reject | None:
    if ask.kind is Kind.DATE:
        return Reject("E-DATE", {"value": text})
    if ask.kind in {Kind.QTY, Kind.WEIGHT, Kind.PIN}:
        shown = say("that") if ask.secret else text
        return Reject("E-NUMBER", {"value": shown})
    return None
