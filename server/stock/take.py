"""Taking what stands there whoever waits for it: promises give way, latest ship-by first."""

from collections.abc import Sequence

from server.act import Act
from server.catalog.tables import Item
from server.stock.ledger import post_numbered
from server.stock.moves import Move, key_of
from server.stock.promised import balance_at
from server.stock.reserve import break_over
from server.stock.serials import by_serial
from server.stock.tables import MoveId


def take_anyway(
    act: Act, item: Item, move: Move, reason: str, serials: Sequence[str] = ()
) -> list[MoveId]:
    """Posts a move of vanished, damaged or scrapped goods, breaking the promises in its way.

    Refused: 409 `not_enough` when less stands there at all, 422 `serials_missing`, 404.
    """
    balance = balance_at(act.session, key_of(move, move.source))
    if balance is not None and balance.on_hand >= move.quantity:
        break_over(act, balance.id, move.quantity, reason)
    return post_numbered(act, [*by_serial(act.session, item, [move], serials)])
