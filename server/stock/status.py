"""Status: what goods are fit for changes where they stand: damaged, inspected, found again."""

from server.act import Act
from server.catalog.find import item_by_sku
from server.errors import Refusal
from server.identity.approval import Needed, check_loss, day_of
from server.identity.wire.approvals import LossDoor
from server.stock.held import stays_held
from server.stock.lots import lot_by_code
from server.stock.moves import Move
from server.stock.spot import owner_by_code, spot
from server.stock.take import take_anyway
from server.stock.wire import ChangeStatus, Moved, Status
from server.stock.worth import worth

LOST = {Status.DAMAGED, Status.MISSING}


def change_status(act: Act, command: ChangeStatus) -> Moved:
    """Goods change their status in place; promises on what is no longer fit are broken.

    Damaged and missing goods count against the limits of what one may lose.
    Refused: 409 `not_enough`, `approval_needed` (a second person signs it); 422 `same_status`,
    `serials_missing`, `place_missing`; 404 `not_found`.
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
    if command.source_status is Status.AVAILABLE and command.target_status in LOST:
        value = worth(act.session, [(item.id, command.quantity)], day_of(act))
        told = check_loss(act, LossDoor.DAMAGE, command.quantity, value, command.reason)
        if isinstance(told, Needed):
            raise told.refusal()
    reason = f"{command.target_status.value}: {command.reason}"
    moves = take_anyway(act, item, move, reason, command.serials)
    return Moved(moves=list(moves), warning=stays_held(act, move))
