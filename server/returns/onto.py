"""What goods that came back stand on: an LPN that was scanned, a new one, or nothing."""

import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal
from server.inbound.lpns import print_lpn
from server.returns.wire import ReturnLine
from server.stock.containers import container_by_code, new_container
from server.stock.late import is_late
from server.stock.spot import target_spot
from server.stock.tables import NO_CONTAINER, Balance, Container, ContainerId
from server.stock.wire import Status


def onto(act: Act, command: ReturnLine, status: Status) -> ContainerId:
    """The container's key; 0 for loose, also where a place dissolves LPNs.

    Refused: 404, 409 `container_elsewhere`, `container_state`, `mixing` of goods with another
    status; what is told late stands there all the same.
    """
    if command.new_container is not None:
        place = target_spot(act, command.location, None).location
        return new_container(act, command.new_container, location=place.id).id
    if command.container is None:
        return NO_CONTAINER
    if is_late(act, command.happened_at):
        return container_by_code(act, command.container).id
    held = target_spot(act, command.location, command.container).container
    if held is None:
        return NO_CONTAINER
    _require_alike(act, held, status)
    return held.id


def _require_alike(act: Act, held: Container, status: Status) -> None:
    """Goods for sale and goods that are not never share an LPN."""
    others = sa.select(Balance.status).where(
        Balance.container == held.id, Balance.on_hand > 0, Balance.status != status
    )
    other = act.session.scalars(others.limit(1)).first()
    if other is not None:
        raise Refusal(
            409,
            "mixing",
            f"{held.code} holds {other.value} goods and these are {status.value}: take another"
            " LPN.",
        )


def labelled(act: Act, command: ReturnLine, container: ContainerId, sku: str) -> str | None:
    """The code of the new LPN, its label printed if that was asked for; None: no new one."""
    kind = command.new_container
    if kind is None:
        return None
    code = act.session.get_one(Container, container).code
    if command.print_label:
        contents = [f"{command.quantity} x {sku}"]
        print_lpn(act, code, kind.value, contents, command.printer)
    return code
