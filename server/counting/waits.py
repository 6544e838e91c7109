"""Counts that wait for a supervisor: on the list of approvals, with what a yes would change."""

import msgspec
import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.counting.ask import document
from server.counting.measure import results_of
from server.counting.tables import CountRound, StockCount
from server.counting.wire.counts import DecideCount
from server.identity.approvals import wait
from server.places.tables import Location
from server.wire import Number, Reply

SHOWN = 6


class WaitingRound(Reply, frozen=True, kw_only=True):
    """The round that a yes posts."""

    count: Number
    round: Number


def ask_to_decide(act: Act, count: StockCount, begun: CountRound) -> None:
    """Puts a round on the list of what waits for a second person."""
    place = act.session.get_one(Location, count.location).code
    differs = _differences(act, begun)
    words = ", ".join(differs[:SHOWN]) or "nothing differs"
    more = f" and {len(differs) - SHOWN} more" if len(differs) > SHOWN else ""
    sentence = (
        f"Count {document(count.id)} of {place}, round {begun.round}: {words}{more}."
        " A yes posts this round, a no has it counted again."
    )
    detail = msgspec.json.encode(WaitingRound(count=count.id, round=begun.round))
    wait(act, DecideCount.kind, document(count.id), detail, sentence)


def _differences(act: Act, begun: CountRound) -> list[str]:
    rows = [
        row for row in results_of(act.session, begun.count, begun.round) if row.counted != row.book
    ]
    skus = sa.select(Item.id, Item.sku).where(Item.id.in_({row.item for row in rows}))
    names = dict(act.session.execute(skus).all())
    return [f"{names[row.item]} {row.book} -> {row.counted}" for row in rows]
