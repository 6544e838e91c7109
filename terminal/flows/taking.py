"""From an accepted scan to answers: what is still asked back, and every Ask that it fills."""

from collections.abc import Mapping
from dataclasses import replace as with_fields
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from terminal.flows import entered, quantity
from terminal.flows.ask import Answer, Ask, Manual, Rule
from terminal.flows.reasons import TYPED_WHY, Reason
from terminal.flows.script import Script
from terminal.flows.words import say
from terminal.scan.gather import FREE
from terminal.scan.outcome import Accept, Reject
from terminal.scan.raw import Clean, RawScan
from terminal.scan.reading import Evidence, Kind, Reading
from terminal.scan.resolve import judge

AMOUNTS = frozenset({Kind.QTY, Kind.WEIGHT})


class Taking(Struct, frozen=True):
    """A scan on its way to being an answer, with what was asked back about it so far."""

    accept: Accept
    raw: RawScan
    reason: str = ""
    why_typed: str = ""
    sure: bool = False
    chosen: bool = False


class AskBack(Struct, frozen=True):
    """A question about the scan itself; the code chosen goes into the Taking's `field`."""

    words: str
    options: tuple[Reason, ...]
    field: str


Taken: TypeAlias = Answer | AskBack | Reject


def wanted(script: Script, ask: Ask) -> Ask:
    """`ask` with the item in context, for what belongs to an item."""
    if ask.within is None and ask.kind in FREE:
        return with_fields(ask, within=script.item())
    return ask


def take(ask: Ask, taking: Taking) -> Taken:
    """The Answer that `taking` makes to `ask`, the next thing to ask back, or why not."""
    accept, keyed = taking.accept, taking.raw.keyed
    kind = accept.reading.kind
    if keyed and kind not in entered.BY_HAND and not by_digits(taking):
        if ask.manual is Manual.NEVER:
            return Reject("E-TYPED")
        if ask.manual is Manual.REASON and not taking.why_typed:
            return AskBack("WHY TYPED?", TYPED_WHY, "why_typed")
    if accept.outside and ask.override and not ask.open and not taking.reason:
        words = say("{value}: WHY?", value=accept.reading.value)
        return AskBack(words, ask.override, "reason")
    return _amount(ask, taking)


def fill(script: Script, answer: Answer) -> Reject | None:
    """Feed `answer`, and every following Ask that the same scan answers (4.14).

    Stops before the first Ask that it can't answer, and at a Do. One value that an Ask refuses
    takes all back.
    """
    start = len(script.entries)
    script.feed(answer)
    left = {k: v for k, v in answer.values.items() if k != answer.kind.attribute}
    if answer.kind is Kind.CMD:
        left = {}
    if script.asks[start].quantity is not None:
        left.pop("quantity", None)
    while isinstance(script.step, Ask) and left:
        filled = _leftover(wanted(script, script.step), left, answer)
        if isinstance(filled, Reject):
            script.rewind(start)
            return filled
        if filled is None:
            return None
        script.feed(filled)
        left.pop(filled.kind.attribute, None)
    return None


def prefilled(script: Script, ask: Ask) -> str | None:
    """What Enter answers: the Ask's default, or the amount that the scans before it told."""
    if ask.default is not None or ask.kind is not Kind.QTY:
        return ask.default
    for at in range(len(script.entries) - 1, script.segment - 1, -1):
        entry = script.entries[at]
        if not isinstance(entry, Answer) or script.asks[at].quantity is not None:
            return None
        amount = quantity.inside(entry.values)
        if amount is not None:
            return str(amount)
    return None


def by_digits(taking: Taking) -> bool:
    """Whether a place was answered by its check digits instead of its label."""
    candidate = taking.accept.candidate
    return bool(candidate and candidate.digits and candidate.digits.are(taking.raw.text))


def _amount(ask: Ask, taking: Taking) -> Taken:
    """The quantity that goes with the scan: typed before it, inside it, or what is expected."""
    values = dict(taking.accept.reading.values)
    rule, kind = ask.quantity, taking.accept.reading.kind
    if rule is None:
        return _answer(ask, taking, values)
    if kind in AMOUNTS:
        amount = int(taking.accept.reading.value)
        values[kind.attribute] = str(amount)
        return _checked(ask, taking, values, amount, told=False)
    typed = quantity.quantity(taking.raw.before, rule.units) if taking.raw.before else None
    inside = quantity.inside(values)
    counted = typed if typed is not None else inside if "quantity" in values else None
    amount = counted if counted is not None else max(rule.expected or 1, inside or 1)
    values["quantity"] = str(amount)
    values.pop("pack", None)
    return _checked(ask, taking, values, amount, told=counted is not None)


def _checked(ask: Ask, taking: Taking, values: dict[str, str], amount: int, *, told: bool) -> Taken:
    rule = ask.quantity or Rule()
    pieces = taking.accept.reading.kind is not Kind.WEIGHT
    if pieces and not taking.sure and quantity.is_odd(amount, rule):
        words = (
            say("{count}? expected {expected}", count=amount, expected=rule.expected)
            if rule.expected
            else say("{count}?", count=amount)
        )
        return AskBack(words, (Reason("yes", say("YES, {count}", count=amount)),), "sure")
    fault = quantity.judge(amount, rule)
    if fault:
        return fault
    if told and rule.expected and amount < rule.expected and rule.fewer and not taking.reason:
        words = say("{count} OF {expected}: WHY?", count=amount, expected=rule.expected)
        return AskBack(words, rule.fewer, "reason")
    return _answer(ask, taking, values)


def _answer(ask: Ask, taking: Taking, values: Mapping[str, str]) -> Answer:
    reading = taking.accept.reading
    value = values[reading.kind.attribute] if reading.kind in AMOUNTS else reading.value
    return Answer(
        ask.name,
        reading.kind,
        value,
        dict(values),
        (taking.raw.id,),
        taking.raw.source,
        taking.reason,
        taking.why_typed,
        taking.raw.text if taking.chosen else "",
    )


def _leftover(ask: Ask, left: Mapping[str, str], answer: Answer) -> Answer | Reject | None:
    """What of the scan answers `ask`; None when nothing does."""
    kind = next((kind for kind in ask.kinds if kind.attribute in left), None)
    if kind is None or ask.secret:
        return None
    value = left[kind.attribute]
    if kind is Kind.QTY:
        amount = quantity.inside(left)
        if amount is None or not _committed(amount, ask.quantity):
            return None
        value = str(amount)
    reading = Reading(kind, value, Evidence.AIM, {**left, kind.attribute: value})
    raw = RawScan("", answer.source, id=next(iter(answer.scans), ""))
    outcome = judge(Clean(raw, ""), [reading], ask)
    if isinstance(outcome, Reject):
        return replace(outcome, code="E-CONFLICT")
    if not isinstance(outcome, Accept) or outcome.jump:
        return None
    taken = take(ask, Taking(outcome, raw))
    return None if isinstance(taken, AskBack) else taken


def _committed(amount: int, rule: Rule | None) -> bool:
    """A quantity inside a code goes without a key only within what remains (4.14)."""
    most = None if rule is None else rule.most if rule.most is not None else rule.expected
    return most is not None and amount <= most
