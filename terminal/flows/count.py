"""Counting a place, blind: no figure of the book is on any screen or in any answer."""

from server.counting.wire.counts import (
    Counting,
    CountLocation,
    CountSnapshot,
    CountState,
    LeaveCount,
    OpenCount,
)
from terminal.flows.ask import Ask, Do, Flow, Show, need
from terminal.flows.counted import LeftOff, Seen, counted
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import only


def count(snapshot: CountSnapshot | None) -> Flow[str]:
    """Location, then each item and how many; F8: there is nothing more. Again where it differs.

    Parking leaves the count to somebody else: what was seen so far is dropped, for what moves
    meanwhile would be read into it.
    """
    number = snapshot.count if snapshot else None
    title = say("COUNT {number}", number=number) if number else say("COUNT")
    place = snapshot.location if snapshot else ""
    while True:
        scanned = yield from need(
            Ask(
                Kind.LOC,
                prompt="SCAN LOCATION",
                step="place",
                one_of=only(place) if place else (),
                show=Show(title=title, target=place),
            )
        )
        place = scanned.value
        told = yield from _round(title, place, number)
        if not isinstance(told, Counting):
            return told
        if told.state is not CountState.AGAIN:
            return say("{place} is counted.", place=place)
        if told.another:
            return say("{place}: another counts again", place=place)
        number, title = told.count, say("COUNT AGAIN {place}", place=place)


def _round(title: str, place: str, number: int | None) -> Flow[Counting | str]:
    """One round of it, from opening to what the server makes of it; text: it ends here."""
    opened = yield from Do(
        OpenCount(location=place, count=number),
        says=say("count {place}", place=place),
        reply=Counting,
        final="leave the count instead",
    )
    if opened is None:
        return "done"
    if opened.places:
        title = say("{title} {done}/{places}", title=title, done=opened.done, places=opened.places)
    try:
        lines = yield from counted(Seen(title, place, plenty=opened.capacity))
    except LeftOff:
        yield from Do(
            LeaveCount(count=opened.count),
            says=say("leave the count of {place}", place=place),
            reply=Counting,
            final="count the place again instead",
        )
        return say("{place} is left to count.", place=place)
    told = yield from Do(
        CountLocation(count=opened.count, round=opened.round, lines=list(lines)),
        says=say("count of {place}", place=place),
        back="item",
        reply=Counting,
        final="count the place again instead",
    )
    return say("{place} is counted.", place=place) if told is None else told
