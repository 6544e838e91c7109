"""Counting a place: what was seen is a fact; whether it is posted now is judged here."""

from server.act import Act
from server.counting.ask import counting, document, end_count, exclude, excluded, give_task
from server.counting.losses import may_lose
from server.counting.measure import figures, measure, rounds_counted, within
from server.counting.open_count import count_of
from server.counting.post_count import post_round
from server.counting.seen import write_down
from server.counting.tables import CountRound, StockCount, Stocktake, StocktakeId
from server.counting.waits import ask_to_decide
from server.counting.wire.counts import Counting, CountLocation, CountState, CountWaits
from server.counting.wire.stocktake import StocktakeState
from server.errors import Refusal, not_found
from server.identity.site import policy
from server.identity.wire.site import SiteMode
from server.places.tables import Location
from server.stock.blind import show
from server.stock.late import told_late
from server.work import tasks
from server.work.wire import TaskKind


def count_location(act: Act, command: CountLocation) -> Counting:
    """Writes down what was seen and posts it, or asks to count again, or for a supervisor.

    The reply says only which. Refused: 404 `not_found`; 409 `not_your_count`, `counted_already`;
    422 `other_item` and what `write_down` refuses. A round that another has overtaken is kept
    without an effect.
    """
    count = count_of(act, command.count)
    begun = _round(act, command)
    place = act.session.get_one(Location, count.location)
    current = count.state is CountState.OPEN and count.round == command.round
    begun.counted_at = act.now
    seen = write_down(act, place, begun, command.lines)
    _only_its_item(count, {group.item for group in seen.quantities})
    _, uncertain = measure(act.session, count, begun, seen)
    if current:
        told_late(act, command.happened_at, place)
        _settle(act, count, begun, _judge(act, count, begun, uncertain=uncertain))
    return counting(act, count)


def post_and_end(act: Act, count: StockCount, begun: CountRound) -> None:
    """Posts a round; goods that could not be taken any more have the place counted again."""
    if post_round(act, count, begun):
        end_count(act, count, CountState.POSTED)
    else:
        count.first_round = count.round + 1
        count.state, count.worker = CountState.REOPENED, None
        give_task(act, count)


def conclude(act: Act, count: StockCount, begun: CountRound) -> None:
    """The round is what is true: posted at once, or kept until its stocktake ends."""
    if count.stocktake is None or not _runs(act, count.stocktake):
        post_and_end(act, count, begun)
        return
    count.state, count.worker, count.accepted = CountState.COUNTED, None, begun.round
    tasks.finish(act, TaskKind.COUNT, document(count.id))
    show(act, document(count.id))


def _runs(act: Act, stocktake: StocktakeId) -> bool:
    return act.session.get_one(Stocktake, stocktake).state is StocktakeState.OPEN


def _judge(act: Act, count: StockCount, begun: CountRound, *, uncertain: bool) -> CountState:
    """Posted when right or confirmed by another person; else again, by another, then waiting.

    What is lost above the counter's limits waits for a supervisor even so. While the site is set
    up its bins are counted in: the first count is what the book says.
    """
    if uncertain:
        return CountState.AGAIN
    earlier = _earlier(act, count, begun)
    mine = figures(act.session, begun)
    confirmed = any(one.who != begun.who and figures(act.session, one) == mine for one in earlier)
    setting_up = policy(act.session).mode is SiteMode.SETTING_UP
    if setting_up or confirmed or within(act.session, begun):
        allowed = may_lose(act, begun, recounted=bool(earlier))
        return CountState.POSTED if allowed else CountState.WAITING
    alone = 0 if count.stocktake else 1  # in a stocktake a second person counts at once
    if len(earlier) == alone:
        for one in (*earlier, begun):
            exclude(act, count.id, one.who)
    return CountState.AGAIN if len(earlier) <= alone else CountState.WAITING


def _settle(act: Act, count: StockCount, begun: CountRound, state: CountState) -> None:
    if state is CountState.POSTED:
        conclude(act, count, begun)
        return
    count.state, count.worker = state, None
    name = document(count.id)
    if state is CountState.WAITING:
        tasks.finish(act, TaskKind.COUNT, name)
        code = act.session.get_one(Location, count.location).code
        act.record(CountWaits(location=code), code)
        ask_to_decide(act, count, begun)
    elif begun.who in excluded(act, count.id):
        tasks.cancel(act, TaskKind.COUNT, name)
        give_task(act, count, begun.who)
    else:
        give_task(act, count)


def _round(act: Act, command: CountLocation) -> CountRound:
    begun = act.session.get(CountRound, (command.count, command.round), with_for_update=True)
    if begun is None:
        raise not_found(f"round of count {command.count} number", command.round)
    if begun.who != act.who.name:
        raise Refusal(
            409, "not_your_count", f"{begun.who} counts round {command.round} of {command.count}."
        )
    if begun.counted_at is not None:
        raise Refusal(
            409,
            "counted_already",
            f"Round {command.round} of count {command.count} was counted already: begin to"
            " count the place again.",
        )
    return begun


def _only_its_item(count: StockCount, items: set[int]) -> None:
    if count.item is not None and items - {count.item}:
        raise Refusal(
            422,
            "other_item",
            f"Count {count.id} is of one item only; another was listed. Leave that out, or"
            " count"
            " the whole place.",
        )


def _earlier(act: Act, count: StockCount, begun: CountRound) -> list[CountRound]:
    """The rounds of this count since it was asked for or reopened, the finished ones."""
    finished = rounds_counted(act.session, count.id)
    return [one for one in finished if count.first_round <= one.round < begun.round]
