"""Which lot and which numbers: asked of goods that are kept by them, where the scan told none."""

from terminal.flows.ask import Answer, Ask, Flow, Show, need
from terminal.flows.quantity import serials
from terminal.scan.reading import Kind


def lot_of(goods: Answer, show: Show) -> Flow[str | None]:
    """The lot's code; one that is made of a day is called by it, as the server calls it."""
    tracking, lot, day = goods.values.get("tracking", ""), goods.lot, goods.expiry
    if lot is not None:
        return lot
    if tracking == "lot":
        return (yield from need(Ask(Kind.LOT, prompt="LOT?", unseen=True, show=show))).value
    if tracking != "expiry":
        return None
    if day is None:
        day = (yield from need(Ask(Kind.DATE, prompt="EXPIRY?", show=show))).value
    return f"EXP{day.replace('-', '')}"


def numbers_of(
    goods: Answer, count: int, show: Show, *, follows: bool = True
) -> Flow[tuple[str, ...]]:
    """`count` serial numbers where goods are kept by them, else those that the scan told.

    `follows`: asked directly behind the goods, so that what their own scan told answers first.
    """
    told = (goods.serial,) if goods.serial else ()
    if goods.values.get("tracking") != "serial":
        return told
    before = () if follows else told
    ask = Ask(Kind.SERIAL, prompt="SCAN SERIALS", unseen=True, show=show)
    scanned = yield from serials(ask, count - len(before), before)
    return (*before, *scanned) if isinstance(scanned, tuple) else before
