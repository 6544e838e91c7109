"""Serial numbers of goods that come: one scan each, or the first and the last of a row of them."""

import re
from dataclasses import replace

from terminal.flows import reasons
from terminal.flows.ask import Ask, Flow, Raised, Show, need
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

RANGE = reasons.Exceptional("1", "FIRST TO LAST", name="range")


def numbered(count: int, show: Show) -> Flow[tuple[str, ...]]:
    """`count` different numbers; a row of them (F2) is shown before it is taken."""
    taken: tuple[str, ...] = ()
    while len(taken) < count:
        ask = Ask(
            Kind.SERIAL,
            prompt="SCAN SERIALS",
            unseen=True,
            already=taken,
            counting=True,
            exceptions=(RANGE,),
            show=replace(show, digits=f"{len(taken)}/{count}"),
        )
        answer = yield from ask
        if isinstance(answer, Raised):
            taken = (*taken, *(yield from _row(count - len(taken), taken, show)))
        else:
            taken = (*taken, answer.value)
    return taken


def between(first: str, last: str) -> tuple[str, ...]:
    """All from `first` to `last`, which differ in the digits at their end alone; else none.

    At most 1,000: longer rows are misread.
    """
    begun, ended = _split(first), _split(last)
    if begun is None or ended is None or begun[0] != ended[0] or len(begun[1]) != len(ended[1]):
        return ()
    low, high = int(begun[1]), int(ended[1])
    if not 0 <= high - low < 1000:
        return ()
    return tuple(f"{begun[0]}{number:0{len(begun[1])}d}" for number in range(low, high + 1))


def _split(code: str) -> tuple[str, str] | None:
    found = re.fullmatch(r"(.*?)([0-9]{1,15})", code, re.ASCII)
    return (found[1], found[2]) if found else None


def _row(most: int, taken: tuple[str, ...], show: Show) -> Flow[tuple[str, ...]]:
    """First and last; nothing when it is no row, is too long, or is not meant."""
    first = (yield from need(_end("SCAN FIRST SERIAL", "first", taken, show))).value
    last = (yield from need(_end("SCAN LAST SERIAL", "last", taken, show))).value
    row = between(first, last)
    fits = 0 < len(row) <= most and not set(row) & set(taken)
    yes = (Candidate("yes", words=say("YES, ALL {count}", count=len(row))),) if fits else ()
    ask = Ask(
        Kind.CHOICE,
        prompt=say("{count} SERIALS?", count=len(row)) if fits else say("NO SUCH ROW OF SERIALS"),
        step="row",
        one_of=(*yes, Candidate("no", words="NO, SCAN AGAIN")),
        show=replace(show, digits="", lines=(first, last, say("at most {count}", count=most))),
    )
    return row if (yield from need(ask)).value == "yes" else ()


def _end(words: str, step: str, taken: tuple[str, ...], show: Show) -> Ask:
    return Ask(Kind.SERIAL, prompt=words, step=step, unseen=True, already=taken, show=show)
