"""The zero check: behind the pick that should have emptied a place: is it? (terminal 7.7, 5z)."""

from server.counting.wire.counts import Counting, ZeroCheck
from terminal.flows.ask import Ask, Do, Flow, Rule, Show, need
from terminal.flows.words import say
from terminal.scan.reading import Kind


def zero_check(location: str, sku: str, show: Show) -> Flow[None]:
    """Enter says that it is empty of the item, digits how many are left."""
    answer = yield from need(
        Ask(
            Kind.QTY,
            prompt="EMPTY?",
            step="empty",
            quantity=Rule(None, least=0),
            default="0",
            show=show,
        )
    )
    yield from Do(
        ZeroCheck(location=location, sku=sku, left=answer.quantity),
        says=say("{left} x {item} left in {place}", left=answer.quantity, item=sku, place=location),
        reply=Counting,
    )
