"""Status: what goods are fit for changes where they stand: damaged, inspected, found again."""

from server.act import Act
from server.catalog.find import item_by_sku
from server.errors import Refusal
from server.stock.lots import lot_by_code
from server.stock.moves import Move
from server.stock.spot import owner_by_code, spot
from server.stock.take import take_anyway
from server.stock.wire import ChangeStatus, Moved


def change_status(act: Act, command: ChangeStatus) -> Moved:
    """Goods change their status in place; promises on what is no longer fit are broken.

    Refused: 409 `not_enough`, 422 `same_status`, `serials_missing`, `place_missing`,
    404 `not_found`.
    """
    if command.source_status is command.target_status:
        raise Refusal(422, "same_status", f"The goods are {command.source_status.value} already.")
    item = item_by_sku(act.session, command.sku)
    at = spot(act, command.location, command.container)
    owner = owner_by_code(act, command.owner)
    move = Move(
        item=item.id,
        quantity=command.quantity,
        lot=lot_by_code(act, item.id, command.lot),
        source=at.place(owner, command.source_status),
        target=at.place(owner, command.target_status),
    )
    reason = f"{command.target_status.value}: {command.reason}"
    return Moved(moves=list(take_anyway(act, item, move, reason, command.serials)))
