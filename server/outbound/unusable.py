"""Broken goods met at a pick: they are damaged where they stand, and nobody is sent for them."""

from server.act import Act
from server.catalog.tables import Item
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.outbound.asked import Asked
from server.stock.ledger import post
from server.stock.portion import place_of, portion
from server.stock.reserve import break_over
from server.stock.serials import has_serials
from server.stock.tables import Balance, BalanceId
from server.stock.wire import Status


def spoil(act: Act, found: Asked, quantity: int) -> tuple[int, int]:
    """Sets `quantity` base units of what a line was to be taken from to damaged, on the spot.

    Promises on them are broken, latest ship-by first, and a supervisor is told. Of pieces kept by
    serial number nobody has said which are broken: unless all are, all of them wait for an
    inspection. Nothing is refused; answers how many are damaged and how many promised ones broke.
    """
    row = act.session.get_one(
        Balance, found.line.balance, with_for_update=True, populate_existing=True
    )
    here, status = min(quantity, row.on_hand), Status.DAMAGED
    if has_serials(act.session.get_one(Item, row.item)) and here < row.on_hand:
        here, status = row.on_hand, Status.INSPECTION
    if quantity <= 0 or here <= 0:
        return 0, 0
    broken = break_over(act, BalanceId(row.id), here, f"damaged at {found.row.place}")
    target = place_of(row)._replace(status=status)
    post(act, portion(act, row, here, target, document=found.document))
    report(
        act,
        ExceptionKind.DAMAGED,
        found.document,
        f"{quantity} of {found.row.sku} in {found.row.place} were unusable at the pick of"
        f" {found.document}: {here} are set to {status.value} there. Take them out of the shelf.",
        location=row.location,
        item=row.item,
        quantity=here,
    )
    return (here if status is Status.DAMAGED else 0), broken
