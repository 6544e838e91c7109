"""Readings against a prompt: Accept, Reject, Choose, or a Query to the server (terminal 4.12)."""

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from labels.codes import BadCheck
from terminal.scan import hibc, house, nouns
from terminal.scan.gather import FREE, code_of, gather
from terminal.scan.match import enriched, kinds_named, matching, names, same
from terminal.scan.outcome import Accept, Choose, Outcome, Query, Reject
from terminal.scan.raw import Clean
from terminal.scan.reading import Evidence, Kind, Reading
from terminal.scan.wanted import Candidate, Wanted

MOST_CHOICES = 6
TELLING = ("lot", "serial", "expiry", "quantity", "weight_grams")
EVERYWHERE = frozenset({Kind.CMD, Kind.BADGE})


def resolve(clean: Clean, wanted: Wanted) -> Outcome:
    """What `clean` means to `wanted`. Total: no input raises."""
    if clean.fault:
        return Reject(clean.fault, {"value": clean.fault_words})
    if not clean.text:
        return Reject("E-UNK", {"value": "nothing"})
    told = house.command(clean.text) or house.read(clean.text)
    if isinstance(told, Reading) and told.kind in EVERYWHERE and told.kind not in wanted.kinds:
        return Accept(told)
    digits = _check_digits(clean, wanted)
    if digits is not None:
        return digits
    gathered = gather(clean, wanted)
    if isinstance(gathered, Reject):
        return gathered
    warned = [replace(r, warnings=(*r.warnings, *clean.warnings)) for r in gathered]
    return judge(clean, warned if clean.warnings else gathered, wanted)


def judge(clean: Clean, readings: Sequence[Reading], wanted: Wanted) -> Outcome:
    """The best of `readings` for `wanted`; a fact that disagrees rejects the whole scan."""
    fitting = [reading for reading in readings if reading.kind in wanted.kinds]
    accepts = [accept for reading in fitting for accept in _named(reading, wanted)]
    if accepts:
        return _best(accepts, wanted)
    jumps = [reading for reading in readings if reading.kind in wanted.jumps]
    if jumps and not fitting:
        return Accept(max(jumps, key=lambda reading: reading.evidence), jump=True)
    return _not_here(clean, readings, fitting, wanted)


def found(query: Query, candidates: Sequence[Candidate], wanted: Wanted) -> Outcome:
    """What the server's candidates come to; none of them is what was understood locally."""
    accepts = [accept for c in candidates for accept in _looked_up(query, c, wanted)]
    if accepts:
        return _best(accepts, wanted)
    if candidates:
        kind = candidates[0].kind or wanted.kind
        return _wrong(Reading(kind, candidates[0].value, Evidence.ALIAS), wanted)
    return _unknown(query, wanted)


def _unknown(query: Query, wanted: Wanted) -> Outcome:
    """What nobody knows: words where those will do, else the code that says what it was."""
    if Kind.TEXT in wanted.kinds:
        return Accept(Reading(Kind.TEXT, (query.aim or "") + query.text, Evidence.ALIAS))
    fitting = [reading for reading in query.readings if reading.kind in wanted.kinds]
    if fitting and wanted.one_of and not wanted.others:
        return _wrong(fitting[0], wanted)
    if query.readings and not fitting:
        return _wrong(query.readings[0], wanted)
    if isinstance(house.read(query.text), BadCheck):
        return Reject("E-CHECK", {"value": query.text})
    return Reject("E-UNK", {"value": _understood(query)})


def unasked(query: Query, wanted: Wanted) -> Accept | None:
    """What a label says by itself while no server can be asked.

    A location's own label, whose check character holds, and whatever may be unseen: the server
    finds places by the code as their labels carry it, and judges later whether it may be this one.
    """
    for reading in query.readings:
        sure = reading.kind is Kind.LOC and reading.evidence >= Evidence.CHECK
        if wanted.unseen and wanted.told and reading.kind is not Kind.ITEM:
            sure = reading.evidence > Evidence.ALIAS
        if sure and reading.kind in wanted.kinds:
            values = {**reading.values, reading.kind.attribute: reading.value}
            return Accept(replace(reading, values=values))
    return None


def _understood(query: Query) -> str:
    """How the scan was read, where it was surely read as something."""
    sure = [reading for reading in query.readings if reading.evidence > Evidence.ALIAS]
    return f"{sure[0].kind.value} {sure[0].value}" if sure else query.text


def need(wanted: Wanted) -> str:
    """What is wanted, in words: its kinds, and the one candidate if there is only one."""
    kinds = " OR ".join(kind.value for kind in wanted.kinds)
    if len(wanted.one_of) == 1:
        return f"{wanted.kind_of(wanted.one_of[0]).value} {wanted.one_of[0].value}"
    return kinds


def _named(reading: Reading, wanted: Wanted) -> Iterable[Accept]:
    """`reading` as each candidate it names; as itself where nothing else is known or needed."""
    code = code_of(reading)
    for candidate in matching(wanted, reading.kind, code):
        evidence = max(reading.evidence, Evidence.CANDIDATE)
        values = enriched(reading, candidate, code)
        yield Accept(
            replace(reading, value=candidate.value, evidence=evidence, values=values), candidate
        )
    of_kind = any(wanted.kind_of(candidate) is reading.kind for candidate in wanted.one_of)
    unseen = wanted.unseen and not wanted.told
    free = reading.kind is Kind.BADGE and not wanted.whose
    taken = reading.kind in FREE or unseen or free
    if taken and not matching(wanted, reading.kind, code) and (not of_kind or wanted.others):
        values = {**reading.values, reading.kind.attribute: reading.value}
        yield Accept(replace(reading, values=values), outside=of_kind)


def _best(accepts: Sequence[Accept], wanted: Wanted) -> Outcome:
    """Those of the highest evidence; one meaning is taken, several are shown.

    Where separators may be lost, what disagrees is a choice as well: it may be the truth, and
    says so when it is chosen (`disagreement`).
    """
    best = max(accept.reading.evidence for accept in accepts)
    ranked = [accept for accept in accepts if accept.reading.evidence == best]
    judged = [(accept, disagreement(accept.reading, wanted)) for accept in ranked]
    agreeing = [accept for accept, fault in judged if fault is None]
    if not agreeing:
        return next(fault for _, fault in judged if fault is not None)
    doubtful = [accept for accept, fault in judged if fault is not None and accept.reading.doubt]
    meanings: dict[tuple[str, ...], Accept] = {}
    for accepted in (agreeing, doubtful):
        for accept in sorted(accepted, key=lambda accept: -len(accept.reading.values)):
            meanings.setdefault(meaning(accept), accept)
    if len(meanings) == 1:
        return next(iter(meanings.values()))
    return Choose(tuple(meanings.values())[:MOST_CHOICES])


def disagreement(reading: Reading, wanted: Wanted) -> Reject | None:
    """The first fact that the scan contradicts (4.14), or that it was taken before."""
    if any(same(reading.value, before) for before in wanted.already):
        return Reject("E-DUP", {"value": reading.value})
    fault = _of_another_item(reading, wanted) or _unfit(reading.values, wanted)
    if fault:
        return fault
    for attribute, fact in wanted.agree.items():
        said = reading.values.get(attribute, fact)
        if not same(said, fact):
            code = "E-WRONG" if attribute == reading.kind.attribute else "E-CONFLICT"
            words = attribute.upper().replace("_", " ")
            return Reject(code, {"kind": words, "value": said, "need": f"{words} {fact}"})
    return None


def _of_another_item(reading: Reading, wanted: Wanted) -> Reject | None:
    """A lot or serial whose own symbol names another item, or is tied to another's label."""
    within = wanted.within
    if within is None or reading.kind is Kind.ITEM:
        return None
    codes = nouns.item_codes(reading.values)
    if codes and not any(names(within, code) for code in codes):
        return Reject("E-CONFLICT", {"kind": "ITEM", "value": codes[0], "need": within.value})
    tied = {a.code[-1:] for a in within.aliases if hibc.identifier(a.code)}
    said = reading.values.get("link")
    if said and tied and said not in tied:
        return Reject("E-CONFLICT", {"kind": "ITEM", "value": "other", "need": within.value})
    return None


def _unfit(values: Mapping[str, str], wanted: Wanted) -> Reject | None:
    """Too old or of the wrong weight, before anything is stored (4.7 rules 5 and 6)."""
    expiry, grams = values.get("expiry"), values.get("weight_grams")
    if expiry and wanted.until and expiry < wanted.until:
        return Reject("E-EXP", {"value": expiry, "need": wanted.until})
    if grams and wanted.grams and not wanted.grams[0] <= int(grams) <= wanted.grams[1]:
        least, most = wanted.grams
        return Reject("E-WT", {"value": f"{grams} g", "need": f"{least}-{most} g"})
    return None


def _not_here(
    clean: Clean, readings: Sequence[Reading], fitting: Sequence[Reading], wanted: Wanted
) -> Outcome:
    """Wrong value, wrong kind, or a question for the server."""
    closed = bool(wanted.one_of) and not wanted.others
    if fitting and closed and all(_complete(reading, wanted) for reading in fitting):
        return _wrong(max(fitting, key=lambda reading: reading.evidence), wanted)
    sure = [reading for reading in readings if reading.evidence >= Evidence.CHECK]
    if sure and not fitting:
        return _wrong(sure[0], wanted)
    askable = [kind for kind in wanted.kinds if kind not in FREE or kind is Kind.SERIAL]
    if not askable:
        return _wrong(readings[0], wanted) if readings else Reject("E-UNK", {"value": clean.text})
    item = wanted.within.value if wanted.within else ""
    kinds = (*wanted.kinds, *wanted.jumps)
    fits = tuple(fitting or readings)
    return Query(clean.text, clean.aim, kinds, fits, item, content=wanted.told, whose=wanted.whose)


def _complete(reading: Reading, wanted: Wanted) -> bool:
    """Whether the candidates say by themselves that `reading` is none of them."""
    if reading.kind is not Kind.ITEM:
        return True
    return all(c.aliases for c in wanted.one_of if wanted.kind_of(c) is Kind.ITEM)


def _wrong(reading: Reading, wanted: Wanted) -> Reject:
    code = "E-WRONG" if reading.kind in wanted.kinds else "E-KIND"
    kind = reading.kind.value
    return Reject(code, {"kind": kind, "value": reading.value, "need": need(wanted)})


def _looked_up(query: Query, candidate: Candidate, wanted: Wanted) -> Iterable[Accept]:
    """`candidate` with what the scan says beside it: once for every way of reading that."""
    kind = candidate.kind or wanted.kind
    jump = kind in wanted.jumps and kind not in wanted.kinds
    of_kind = [c for c in wanted.one_of if wanted.kind_of(c) is kind]
    known = any(same(c.value, candidate.value) for c in of_kind)
    if not jump and (kind not in wanted.kinds or (of_kind and not known and not wanted.others)):
        return
    outside = bool(of_kind) and not known and not jump
    read = [reading for reading in query.readings if reading.kind is kind]
    for reading in read or [Reading(kind, candidate.value, Evidence.ALIAS)]:
        values = enriched(reading, candidate, code_of(reading) if read else query.text)
        told = replace(reading, value=candidate.value, evidence=candidate.evidence, values=values)
        yield Accept(told, candidate, jump=jump, outside=outside)


def _check_digits(clean: Clean, wanted: Wanted) -> Outcome | None:
    """Three digits where a location may be answered by its check digits (4.11)."""
    text = clean.text
    asked = [c for c in wanted.one_of if c.digits is not None]
    if not asked or not re.fullmatch("[0-9]{3}", text) or any(kinds_named(wanted, text)):
        return None
    for candidate in asked:
        if candidate.digits is not None and candidate.digits.are(text):
            kind = wanted.kind_of(candidate)
            values = {**candidate.facts, kind.attribute: candidate.value}
            return Accept(Reading(kind, candidate.value, Evidence.CHECK, values), candidate)
    return Reject("E-DIGITS", {"value": text})


def meaning(accept: Accept) -> tuple[str, ...]:
    """What tells two meanings apart; an SSCC read as SSCC and as LPN is one."""
    reading = accept.reading
    kind = Kind.LPN if reading.kind is Kind.SSCC else reading.kind
    return (kind.name, reading.value, *(reading.values.get(name, "") for name in TELLING))
