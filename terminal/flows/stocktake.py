"""Stocktakes at the board: a zone is begun, looked at, and posted at its end."""

from collections.abc import Sequence

from labels.codes import Verb
from server.counting.wire.stocktake import PostStocktake, StartStocktake, StocktakeView
from terminal.flows.ask import Ask, Do, Flow, Show, need
from terminal.flows.listed import typed
from terminal.flows.words import Words, say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

STOCKTAKE = Candidate("stocktake", words="STOCKTAKE")
TITLE = "STOCKTAKE"
START = Candidate("start", words="COUNT A ZONE")
POST = Candidate("post", words="POST WHAT IS COUNTED")
LEAVE = Candidate("leave", words="POST, LEAVE THE REST")
MOST = 7


def stocktake(running: Sequence[StocktakeView]) -> Flow[None]:
    """Those that run, each with how far it is; or another zone."""
    zones = tuple(
        Candidate(str(one.stocktake), words=say("{zone} {far}", zone=one.zone, far=far(one)))
        for one in running[:MOST]
    )
    ask = Ask(
        Kind.CHOICE,
        prompt="WHICH STOCKTAKE?",
        step="stocktake",
        one_of=(*zones, START),
        commands=(Verb.CLOSE,),
        show=Show(title=TITLE),
    )
    chosen = yield from need(ask)
    if chosen.is_(Verb.CLOSE):
        return
    if chosen.value == START.value:
        yield from _start()
        return
    yield from _post(next(one for one in running if str(one.stocktake) == chosen.value))


def far(one: StocktakeView) -> Words:
    """`12/40`: places that are counted, of all."""
    return say("{done}/{places}", done=one.counted + one.ended, places=one.places)


def _start() -> Flow[None]:
    zone = yield from typed("WHICH ZONE? ENTER: NONE", "zone")
    if zone:
        yield from Do(
            StartStocktake(zone=zone.upper()),
            says=say("count zone {zone}", zone=zone.upper()),
            reply=StocktakeView,
            final="post it, and leave the rest as it is",
        )


def _post(one: StocktakeView) -> Flow[None]:
    """What is open and why, then all that was counted, some places at a time."""
    lines = (
        say("{count} to count", count=one.to_count),
        say("{count} of them again", count=one.again),
        say("{count} for a supervisor", count=one.waiting),
        say("{count} counted", count=one.counted),
    )
    ask = Ask(
        Kind.CHOICE,
        prompt="POST IT? F8: NOT YET",
        step="post",
        one_of=(POST, LEAVE),
        commands=(Verb.CLOSE,),
        show=Show(title=TITLE, target=one.zone, lines=lines, details=lines),
    )
    how = yield from need(ask)
    told: StocktakeView | None = None if how.is_(Verb.CLOSE) else one
    while told is not None and told.ended < told.places:
        before = told.ended
        told = yield from Do(
            PostStocktake(stocktake=one.stocktake, leave_rest=how.value == LEAVE.value),
            says=say("post zone {zone}", zone=one.zone),
            reply=StocktakeView,
            final="have the places counted again",
            back="post",
        )
        if told is not None and told.ended <= before:
            return  # what is left has to be counted again
