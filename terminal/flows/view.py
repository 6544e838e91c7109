"""The screen of a run as data: the question, what to find, what happened, the keys."""

from collections.abc import Mapping
from datetime import date

from terminal.errors import CATALOGUE, WIDTH
from terminal.flows import quantity
from terminal.flows.ask import Answer, Ask, Raised, Saved
from terminal.flows.explained import PAGES
from terminal.flows.offers import Band, Colour, Entering, View
from terminal.flows.question import Question
from terminal.flows.script import Script
from terminal.flows.taking import prefilled
from terminal.flows.words import Words, any_of, dated, literal, named, say
from terminal.scan.reading import Kind

# How long a command or a question to the server has been out, and what the band says (6.6).
STAGES = ((3.0, "slow network"), (0.8, say("waiting")), (0.15, "..."))
NOUNS = frozenset({*Kind, "EXPIRY"})
DATED = frozenset({"E-EXP", "W-EXP"})
HELP = ("F3 skip F4 undo F5 look up", "F8 done F9 park F10 lock")


def asked(
    script: Script, question: Question | None, *, details: bool, help_: bool, fault: Band
) -> View:
    """The view of the step that the run stands at, without its band.

    Help tells the whole of a `fault` or warning first, which the band may have no room for.
    """
    ask = script.step
    if not isinstance(ask, Ask):
        last = script.asks.get(max(script.asks, default=0))
        ask = last or Ask(Kind.TEXT, prompt="...")
    view = _of(ask, prefilled(script, ask))
    if question is not None:
        lines = tuple(_option(o.digit, o.words) for o in question.options)
        return View(view.title, question.words, options=lines, instant=True, step=view.step)
    if help_ or details:
        what = _help(ask, fault) if help_ else ask.show.details
        return View(view.title, view.ask, what=what, keys=view.keys, step=view.step)
    return view


def finished(script: Script, result: object, band: Band) -> View | None:
    """The last screen of work that a command has ended; None where it goes on, or nothing was done.

    Nobody has to answer it: the next screen takes its place.
    """
    if result == "again" or not script.entries or not isinstance(script.entries[-1], Saved):
        return None
    title = script.asks[max(script.asks)].show.title if script.asks else ""
    what = (result,) if isinstance(result, str) and result not in {"", "done"} else ()
    return View(title, say("DONE"), what=what, band=band, emphasis="done")


def counted(before: Ask | None, now: object, entry: Answer, words: str) -> Band | None:
    """Where pieces are counted up: how many there are by now, and how many this scan was."""
    if before is None or not (before.counting and isinstance(now, Ask) and now.counting):
        return None
    amount = entry.values.get("quantity", "1")
    shown = say("{counted} (+{amount})", counted=now.show.digits, amount=amount)
    return Band(Colour.GREEN, tuple(filter(None, (shown, words or entry.value))))


def waiting(seconds: float, queued: int) -> tuple[str, ...]:
    """The band's words while something is out for so long."""
    words = next((words for after, words in STAGES if seconds >= after), "")
    if words == "waiting" and queued:
        return (say("waiting ({count} queued)", count=queued),)
    return (words,) if words else ()


def accepted(entry: Answer | Raised, words: str, units: Mapping[str, int]) -> Band:
    """The green band: what was answered, a quantity also in packs."""
    if isinstance(entry, Raised):
        return Band(Colour.AMBER, (literal(words) or named(entry.code),))
    if entry.kind is Kind.CMD:
        return Band(Colour.GREEN, tuple(filter(None, (named(entry.value), words))))
    if entry.kind is Kind.BADGE:
        return Band(Colour.GREEN, (say("badge"),))
    if 0 < len(words) <= WIDTH and entry.kind in {Kind.CHOICE, Kind.REASON}:
        return Band(Colour.GREEN, (literal(words),))
    amount = entry.values.get("quantity")
    if entry.kind is Kind.DATE:
        return Band(Colour.GREEN, tuple(filter(None, (_day(entry.value), words))))
    if entry.kind is Kind.QTY:
        shown = quantity.packs(int(entry.value), units) or entry.value
    else:
        shown = f"{entry.value} x{amount}" if amount else entry.value
    return Band(Colour.GREEN, tuple(filter(None, (shown, words))))


def fault(code: str, arguments: dict[str, str] | None = None) -> Band:
    return Band(Colour.RED, _told(code, arguments or {}), code)


def warning(code: str, value: str) -> Band:
    return Band(Colour.AMBER, _told(code, {"value": value}), code)


def _told(code: str, arguments: Mapping[str, str]) -> tuple[str, ...]:
    """The lines of `code` with its arguments; an unknown code tells itself."""
    fault = CATALOGUE.get(code)
    if fault is None:
        return (code,)
    given: dict[str, object] = {"value": "", "need": "", "ai": "", **arguments}
    if code in DATED:
        given["value"] = _day(str(given["value"]))
    given["kind"] = literal(arguments.get("kind", ""))
    given["need"] = _needed(arguments.get("need", ""))
    return tuple(filter(None, (say(fault.what, **given), say(fault.act, **given))))


def _needed(text: str) -> str:
    """`LOCATION A-01` or `LPN OR TOTE`, as a scan is told: the nouns are words, the rest data."""
    if isinstance(text, Words) or not text:
        return text
    nouns = text.split(" OR ")
    if NOUNS.issuperset(nouns):
        return any_of(nouns)
    first = next((noun for noun in NOUNS if text.startswith(f"{noun} ")), "")
    if not first:
        return literal(text)
    return say("{kind} {value}", kind=say(first), value=text.removeprefix(f"{first} "))


def _day(value: str) -> str:
    """An ISO date as a day is written; anything else as it is."""
    try:
        return dated(date.fromisoformat(value))
    except ValueError:
        return value


def _option(digit: object, words: str) -> str:
    return say("{digit} {words}", digit=digit, words=literal(words))


def _of(ask: Ask, default: str | None) -> View:
    words = ask.words
    if default is not None and not ask.secret:
        shown = _day(default) if ask.kind is Kind.DATE else default
        words = say("{words} [{default}]", words=literal(words), default=shown)
    listed = ask.kind in {Kind.CHOICE, Kind.REASON}
    options = tuple(_option(n, c.words or c.value) for n, c in enumerate(ask.one_of, start=1))
    show = ask.show
    return View(
        title=show.title,
        ask=words,
        target=show.target,
        digits=show.digits,
        what=(*_digits(ask), *_packs(ask, default), *show.lines),
        options=options if listed else (),
        ahead=show.ahead,
        keys=_keys(ask),
        entry=Entering.DOTS if ask.secret else Entering.SHOWN,
        instant=listed and len(ask.one_of) <= 9,
        step=ask.name,
    )


def _packs(ask: Ask, default: str | None) -> tuple[str, ...]:
    """The quantity in packs, or where it is open the packs that may be typed."""
    rule = ask.quantity
    if rule is None or not rule.units:
        return ()
    amount = int(default) if default is not None and ask.kind is Kind.QTY else rule.expected
    told = quantity.packs(amount, rule.units) if amount else quantity.typed_units(rule.units)
    return () if told is None else (told,)


def _digits(ask: Ask) -> tuple[str, ...]:
    """Which of the two sets of check digits on the label answers here too."""
    digits = next((c.digits for c in ask.one_of if c.digits is not None), None)
    return () if digits is None else (say("or its 3 {colour} digits", colour=named(digits.colour)),)


def _keys(ask: Ask) -> tuple[str, ...]:
    exception = ""
    if ask.exceptions:
        exception = say("F2 {words}", words=literal(ask.exceptions[0].words.lower()))
    done = "F8 done" if "CLOSE" in ask.commands else ""
    return tuple(filter(None, ("F1?", exception, done, say("F4undo"), "F9")))[:4]


def _help(ask: Ask, fault: Band) -> tuple[str, ...]:
    """Generated help: the last error, what may be scanned here, the exceptions, the keys (6.7)."""
    scans = say("Scan: {kinds}", kinds=any_of(ask.kinds))
    said = tuple(say("F2 {option}", option=_option(e.digit, e.words)) for e in ask.exceptions)
    if fault.code or fault.colour is Colour.RED:
        page = PAGES.get(fault.code, "")
        return tuple(filter(None, (*fault.lines, page, scans, "Esc: back")))
    return (*HELP, scans, *said)
