"""Scans by the hundred thousand with known truth: what is accepted must be what was in the hand.

    python -m tests.faults.scans 1000000 [seed]

A thing is taken from the book, its label printed in one of its forms, damaged or not, and shown to
a prompt that wants it, or its neighbour. Counted as wrong are: a value accepted that the label does
not carry, a damaged check digit that passed, and a good label of the wanted thing refused.
"""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from msgspec.structs import replace

from terminal.scan.normalise import normalise
from terminal.scan.outcome import Accept, Choose, Outcome, Query, Reject
from terminal.scan.raw import RawScan, Source
from terminal.scan.reading import Kind
from terminal.scan.resolve import found, resolve
from terminal.scan.wanted import Alias, Candidate, Wanted, only
from tests.faults.book import (
    ALPHANUMERIC,
    DIGITS,
    EOT,
    GS,
    RS,
    Book,
    Goods,
    made,
    mod43,
    place_label,
)

JUDGED = ("item", "lot", "serial", "expiry", "quantity", "pack", "weight_grams")


@dataclass(frozen=True)
class Label:
    """What is printed: `facts` are all that it carries; `guarded` the places of characters that a
    check digit of its own watches over. `guessable`: its last field may be read otherwise;
    `open_ended`: nothing says where its last field ends.
    """

    form: str
    text: str
    facts: dict[str, str]
    guarded: tuple[int, ...] = ()
    source: Source = Source.SCAN
    guessable: bool = False
    open_ended: bool = False


@dataclass(frozen=True)
class Shown:
    """One scan: the label as it arrived, the prompt, and whether the prompt should take it."""

    label: Label
    text: str
    wanted: Wanted
    damage: str
    fits: bool


@dataclass
class Tally:
    """What came of the scans; `wrong` names those that must not be."""

    scans: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def report(self) -> str:
        seen = ", ".join(f"{name} {count:,}" for name, count in sorted(self.outcomes.items()))
        return f"{self.scans:,} scans in {len(self.forms)} forms: {seen}; {len(self.wrong)} wrong"


# --- labels ---------------------------------------------------------------------------------------


def goods_label(rng: Random, goods: Goods) -> Label:
    """One of the many ways in which goods are marked."""
    return rng.choice(FORMS)(rng, goods)


def _number(rng: Random, goods: Goods) -> Label:
    """EAN-13 or ITF-14 with its identifier, or the bare digits."""
    if rng.random() < 0.5:
        aim = rng.choice(("]E0", ""))
        facts = {"item": goods.sku}
        text = goods.ean
    else:
        aim = rng.choice(("]I0", "]I1", ""))
        facts = {"item": goods.sku, "pack": str(goods.per_case)}
        text = goods.case
    guarded = tuple(range(len(aim), len(aim) + len(text)))
    return Label("number", aim + text, facts, guarded)


def _elements(rng: Random, goods: Goods) -> Label:
    """GS1-128, DataMatrix or QR: the GTIN, and any of lot, expiry, serial and count behind it."""
    fields, facts, last_varies = _fields(rng, goods)
    text = _joined(fields)
    aim = rng.choice(("]C1", "]d2", "]Q3", "]e0", ""))
    guarded = tuple(range(len(aim) + 2, len(aim) + 16))
    return Label("gs1", aim + text, facts, guarded, guessable=last_varies, open_ended=last_varies)


def _fields(rng: Random, goods: Goods) -> tuple[list[tuple[str, str]], dict[str, str], bool]:
    by_case = rng.random() < 0.3
    fields = [("01", goods.case if by_case else goods.ean.zfill(14))]
    facts = {"item": goods.sku} | ({"pack": str(goods.per_case)} if by_case else {})
    more = [("10", "lot", rng.choice(goods.lots)), ("21", "serial", rng.choice(goods.serials))]
    for ai, name, value in rng.sample(more, rng.randrange(3)):
        fields.append((ai, value))
        facts[name] = value
    if rng.random() < 0.5:
        fields.insert(rng.randrange(1, len(fields) + 1), ("17", f"{goods.expiry:%y%m%d}"))
        facts["expiry"] = goods.expiry.isoformat()
    if rng.random() < 0.2:
        count = str(rng.randrange(1, 200))
        fields.append(("37", count))
        facts["quantity"] = count
    if rng.random() < 0.2:
        grams = rng.randrange(1, 10**6)
        fields.insert(1, ("3103", f"{grams:06}"))
        facts["weight_grams"] = str(grams)
    return fields, facts, fields[-1][0] in {"10", "21", "37"}


def _joined(fields: list[tuple[str, str]]) -> str:
    text = ""
    for ai, value in fields:
        text += ai + value + (GS if ai in {"10", "21", "37"} else "")
    return text.removesuffix(GS)


def _readable(rng: Random, goods: Goods) -> Label:
    """The line under the bars, typed."""
    fields, facts, _ = _fields(rng, goods)
    text = "".join(f"({ai}){value}" for ai, value in fields)
    return Label("hri", text, facts, tuple(range(4, 18)), Source.TYPED)


def _link(rng: Random, goods: Goods) -> Label:
    fields, facts, _ = _fields(rng, goods)
    path = "/".join(f"{ai}/{value}" for ai, value in fields if ai in {"01", "10", "21"})
    rest = "&".join(f"{ai}={value}" for ai, value in fields if ai not in {"01", "10", "21"})
    head = rng.choice(("https://id.gs1.org/", "http://shop.example/p/"))
    aim = rng.choice(("]Q1", "]d1", "]Q3", ""))
    at = len(aim + head) + 3
    text = aim + head + path + (f"?{rest}" if rest else "")
    return Label("link", text, facts, tuple(range(at, at + 14)), open_ended=len(fields) > 1)


def _medical(rng: Random, goods: Goods) -> Label:
    lot = rng.choice(goods.lots)
    facts = {"item": goods.sku}
    body = "+" + goods.device
    match rng.randrange(3):
        case 0:
            body += f"/$${'3'}{goods.expiry:%y%m%d}{lot}"
            facts |= {"lot": lot, "expiry": goods.expiry.isoformat()}
        case 1:
            body += f"/${lot}"
            facts["lot"] = lot
    text = rng.choice(("]C0", "]d1", "")) + body + mod43(body)
    start = text.index("+") + 1
    guarded = tuple(range(start, len(text)))
    return Label("hibc", text, facts, guarded, open_ended="/" in body)


def _envelope(rng: Random, goods: Goods) -> Label:
    lot, serial = rng.choice(goods.lots), rng.choice(goods.serials)
    facts = {"item": goods.sku, "lot": lot, "serial": serial}
    parts = [f"1P{goods.part}", f"1T{lot}", f"S{serial}"]
    if rng.random() < 0.5:
        parts.append("Q5")
        facts["quantity"] = "5"
    end = rng.choice((RS + EOT, ""))
    text = rng.choice(("]d1", "")) + "[)>" + rng.choice((RS, "")) + "06" + GS + GS.join(parts)
    return Label("envelope", text + end, facts, open_ended=True)


def _own(rng: Random, goods: Goods) -> Label:
    """The site's own label: the item's name."""
    source = rng.choice((Source.SCAN, Source.TYPED))
    aim = "]C0" if source is Source.SCAN else ""
    return Label("sku", aim + goods.sku, {"item": goods.sku}, source=source)


FORMS: tuple[Callable[[Random, Goods], Label], ...] = (
    _number, _elements, _elements, _readable, _link, _medical, _envelope, _own,
)  # fmt: skip


def other_label(rng: Random, book: Book) -> Label:
    """A place, tote, pallet, logistic unit, parcel, command or badge."""
    aim = rng.choice(("]C0", ""))
    name = rng.choice(("loc", "tote", "lpn", "unit", "ship"))
    if name == "loc":
        place = rng.choice(book.places)
        text = place_label(place)
        return Label("place", aim + text, {"loc": place}, _all_but(aim, text))
    if name == "unit":
        unit = rng.choice(book.units)
        head = rng.choice(("]C100", ""))
        return Label("unit", head + unit, {"lpn": unit}, _all_but(head, unit, 0))
    if name == "ship":
        # UPS doubles every second digit: there, five more or less is the same to its check.
        text = rng.choice(book.parcels)
        sound = tuple(len(aim) + at for at in (*range(4, 18, 2), 17))
        return Label("ship", aim + text, {"ship": text}, sound)
    pool = {"tote": book.totes, "lpn": book.pallets}[name]
    text = rng.choice(pool)
    return Label(name, aim + text, {name: text}, _all_but(aim, text))


def _all_but(head: str, text: str, skipped: int = 2) -> tuple[int, ...]:
    """Every place but the identifier's and the letters that say what it is."""
    return tuple(range(len(head) + skipped, len(head) + len(text)))


# --- prompts --------------------------------------------------------------------------------------


def candidate(goods: Goods) -> Candidate:
    codes = (Alias(goods.ean), Alias(goods.case, goods.per_case), Alias(goods.primary))
    return Candidate(goods.sku, aliases=(*codes, Alias(goods.part)))


def item_prompt(rng: Random, book: Book, goods: Goods, label: Label) -> tuple[Wanted, bool]:
    """Pick, receive or look up; the first two may know the lot."""
    lot = rng.choice(goods.lots)
    agree = {"lot": lot} if rng.random() < 0.4 else {}
    fits = label.facts.get("lot", lot) == lot if agree else True
    match rng.randrange(3):
        case 0:
            return Wanted(Kind.ITEM, one_of=(candidate(goods),), agree=agree), fits
        case 1:
            others = rng.sample(book.goods, 4)
            listed = tuple({one.sku: candidate(one) for one in (goods, *others)}.values())
            return Wanted(Kind.ITEM, one_of=listed, agree=agree), fits
        case _:
            return Wanted(Kind.ITEM, agree=agree), fits


def lot_prompt(rng: Random, goods: Goods, label: Label) -> tuple[Wanted, bool]:
    lot = label.facts.get("lot", "") if rng.random() < 0.5 else rng.choice(goods.lots)
    wanted = Wanted(Kind.LOT, one_of=only(lot), within=candidate(goods)) if lot else None
    if wanted is None:
        # A new lot is whatever a plain label says: only a label with a grammar can be told apart.
        plain = label.form == "sku"
        unseen = Wanted(Kind.LOT, unseen=True, within=candidate(goods))
        return Wanted(Kind.LOT, one_of=only("A3")) if plain else unseen, "lot" in label.facts
    return wanted, label.facts.get("lot") == lot


def serial_prompt(rng: Random, goods: Goods, label: Label) -> tuple[Wanted, bool]:
    """New numbers of the item in hand, some of which were scanned before."""
    already = tuple(rng.sample(goods.serials, 2))
    wanted = Wanted(Kind.SERIAL, unseen=True, within=candidate(goods), already=already)
    serial = label.facts.get("serial")
    return wanted, serial is not None and serial not in already


def other_prompt(rng: Random, book: Book, label: Label) -> tuple[Wanted, bool]:
    name, value = next(iter(label.facts.items()))
    kinds = {"loc": Kind.LOC, "tote": Kind.TOTE, "lpn": Kind.LPN, "ship": Kind.SHIP}
    pools = {
        "loc": book.places,
        "tote": book.totes,
        "lpn": [*book.pallets, *book.units],
        "ship": book.parcels,
    }
    if name not in kinds or rng.random() < 0.2:
        name = rng.choice(list(kinds))
        value = rng.choice(pools[name])
    elif name in {"lpn", "ship"} and rng.random() < 0.3:  # a new pallet, a label just printed
        return Wanted(kinds[name], unseen=True), True
    elif rng.random() < 0.5:
        value = _neighbour(rng, pools[name], value)
    return Wanted(kinds[name], one_of=only(value)), label.facts.get(name) == value


def _neighbour(rng: Random, pool: list[str], value: str) -> str:
    """The one that differs least, or the thing itself."""
    at = pool.index(value)
    return pool[(at + rng.choice((-1, 0, 1))) % len(pool)]


# --- damage ---------------------------------------------------------------------------------------


def damaged(rng: Random, label: Label, book: Book) -> tuple[str, str]:
    """The text as it arrives, and what has happened to it."""
    what = rng.choice(("", "", "", "", "misread", "misread", "caps", "gs", "lost", "joined"))
    text = label.text
    if what == "misread" and label.guarded:
        at = rng.choice(label.guarded)
        pool = DIGITS if text[at] in DIGITS else ALPHANUMERIC
        return text[:at] + rng.choice(pool.replace(text[at], "")) + text[at + 1 :], what
    if what == "caps" and text[:3] in {"]C1", "]d2", "]Q3", "]e0", "]C0", "]d1"}:
        return text.swapcase(), what
    if what == "gs" and GS in text and label.form == "gs1":
        return text.replace(GS, rng.choice(("{GS}", "<GS>", "␝", "^]", "~"))), what
    if what == "lost" and GS in text:
        return text.replace(GS, ""), what
    # Behind a lot the next scan is more of the lot: only the terminator can keep them apart.
    if what == "joined" and label.source is Source.SCAN and not label.open_ended:
        return text + other_label(rng, book).text, what
    return text, ""


# --- the run --------------------------------------------------------------------------------------


def shown(rng: Random, book: Book) -> Shown:
    """One label before one prompt."""
    if rng.random() < 0.35:
        label = other_label(rng, book)
        wanted, fits = other_prompt(rng, book, label)
        if rng.random() < 0.1:
            wanted, fits = Wanted(Kind.ITEM, one_of=(candidate(rng.choice(book.goods)),)), False
    else:
        goods = rng.choice(book.goods)
        label = goods_label(rng, goods)
        at = book.goods.index(goods)
        # Most prompts want what is shown, the others what is numbered next to it.
        near = (
            goods if rng.random() < 0.6 else book.goods[(at + rng.choice((1, 2))) % len(book.goods)]
        )
        marked = label.form != "number"
        if rng.random() < 0.3 and marked:
            wanted, fits = lot_prompt(rng, near, label)
        elif rng.random() < 0.1 and marked and label.form != "sku":
            wanted, fits = serial_prompt(rng, near, label)
        elif rng.random() < 0.05:
            wanted, fits = other_prompt(rng, book, label)
        else:
            wanted, fits = item_prompt(rng, book, near, label)
            near = goods if not wanted.one_of or len(wanted.one_of) > 1 else near
            if len(wanted.one_of) > 1:
                fits = fits and any(c.value == goods.sku for c in wanted.one_of)
        fits = fits and near is goods
    text, damage = damaged(rng, label, book)
    return Shown(label, text, wanted, damage, fits)


def outcome_of(case: Shown, book: Book) -> Outcome:
    """The scan resolved, with the book answering where the server would."""
    raw = RawScan(case.text, case.label.source)
    outcome = resolve(normalise(raw), case.wanted)
    if not isinstance(outcome, Query):
        return outcome
    codes = {outcome.text, *(r.values.get("gtin", r.value) for r in outcome.readings)}
    known = {goods.sku: goods for code in sorted(codes) for goods in book.called(code)}
    there = [replace(candidate(goods), kind=Kind.ITEM) for goods in known.values()]
    return found(outcome, there, case.wanted)


def fault(case: Shown, outcome: Outcome) -> str:
    """Why this outcome must not be; empty when it may."""
    if isinstance(outcome, Accept):
        return _false(case, outcome)
    expected = case.fits and not case.damage
    if isinstance(outcome, Choose):
        truth = any(not _false(case, choice) for choice in outcome.choices)
        if not truth and expected:
            return "a choice without the truth"
        return "" if case.label.guessable or case.damage else "a choice where there is no doubt"
    return "a good label was refused" if expected and isinstance(outcome, Reject) else ""


def _false(case: Shown, accept: Accept) -> str:
    """What of the accepted the label in the hand does not carry."""
    reading, facts, wanted = accept.reading, case.label.facts, case.wanted
    of, within = facts.get("item"), wanted.within.value if wanted.within else None
    said = {reading.kind.attribute: reading.value} | reading.values
    asked = {c.value for c in wanted.one_of}
    doubts = {
        "a misread was taken": case.damage == "misread",
        f"it is of {of}, not of {within}": bool(of and within and of != within),
        "it was taken before": reading.value in wanted.already,
        "it is not what was asked for": bool(asked) and reading.value not in asked,
    }
    named = [name for name in (reading.kind.attribute, *JUDGED) if name in said]
    doubts |= {f"{name} {said[name]} is not on it": said[name] != facts.get(name) for name in named}
    return next(
        (f"{reading.kind} {reading.value}: {why}" for why, is_so in doubts.items() if is_so), ""
    )


def run(number: int, seed: int) -> Tally:
    """So many scans; the caller asserts that `wrong` is empty."""
    rng, tally = Random(seed), Tally()
    book = made(rng)
    for n in range(number):
        if n % 20_000 == 0:
            book = made(rng)
        case = shown(rng, book)
        outcome = outcome_of(case, book)
        tally.scans += 1
        tally.outcomes[type(outcome).__name__.lower()] += 1
        tally.forms[f"{case.label.form} {case.damage}"] += 1
        if why := fault(case, outcome):
            tally.wrong.append(
                f"{why}: {case.text!r} {case.damage} before {case.wanted}\n  {outcome}"
            )
    return tally


if __name__ == "__main__":
    asked = run(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print(asked.report(), *asked.wrong[:20], sep="\n\n")
    sys.exit(bool(asked.wrong))
