"""Between bench and truck: the label is proved, the carton stands in a lane, or is opened"
" again.
"""

import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal, not_found
from server.orders.lines import advance
from server.orders.tables import SalesOrder
from server.places.wire import LocationType
from server.shipping.find import carton_and_place, carton_by_code
from server.shipping.pack import refuse_taken_tracking
from server.shipping.read import carton_view, view_of
from server.shipping.states import require
from server.shipping.tables import CartonLine
from server.shipping.wire import (
    CartonState,
    CartonView,
    ConfirmLabel,
    DropCarton,
    LabelVoided,
    ReopenCarton,
)
from server.stock.carry import move_container
from server.stock.wire import ContainerState
from server.work import tasks
from server.work.wire import TaskKind


def confirm_label(act: Act, command: ConfirmLabel) -> CartonView:
    """Proves that the right label is on the right box, or binds a number bought elsewhere.

    Refused: 404 `not_found`, 409 `wrong_state`, 409 `wrong_label` when the carton has another
    parcel number, 409 `tracking_taken` when the number sticks on another carton.
    """
    carton, box = carton_by_code(act, command.carton)
    require(carton.state, box.code, CartonState.CLOSED, "labelled")
    if command.tracking not in (box.code, carton.tracking):
        if carton.tracking is not None:
            raise Refusal(
                409,
                "wrong_label",
                f"Carton {box.code} has parcel number {carton.tracking},"
                f" the label on it says {command.tracking}: take that off and print the"
                " right one again.",
            )
        refuse_taken_tracking(act.session, command.tracking)
        carton.tracking = command.tracking
    return carton_view(act.session, carton)


def drop_carton(act: Act, command: DropCarton) -> CartonView:
    """Refused: 404 `not_found`, 409 `wrong_state`, 422 `not_a_lane`."""
    rows, lane = carton_and_place(act, command.carton, command.lane)
    carton = rows[0]
    require(carton.state, carton.code, CartonState.CLOSED, "dropped in a lane")
    if lane is None:
        raise not_found("location", command.lane)
    require_lane(lane.code, lane.type)
    move_container(act, carton.container, lane.id)
    return view_of(rows, lane.code)


def require_lane(code: str, kind: LocationType) -> None:
    """422 `not_a_lane` for a place where no carton waits for its carrier."""
    if kind not in {LocationType.LANE, LocationType.STAGE, LocationType.DOOR}:
        raise Refusal(
            422,
            "not_a_lane",
            f"{code} is a {kind.value}; cartons wait in a lane, a stage or a door.",
        )


def reopen_carton(act: Act, command: ReopenCarton) -> CartonView:
    """Its pieces are to be packed again, into another carton; the label is void.

    Refused: 404 `not_found`, 409 `wrong_state` (it has left).
    """
    carton, box = carton_by_code(act, command.carton)
    carton.state = CartonState.REOPENED
    lines = act.session.execute(
        sa.select(CartonLine.order_line, sa.func.sum(CartonLine.quantity))
        .where(CartonLine.carton == carton.id)
        .group_by(CartonLine.order_line)
        .order_by(CartonLine.order_line)
    )
    for line, quantity in lines:
        if advance(act.session, line, packed=-int(quantity)) is None:
            raise AssertionError(f"Carton {box.code} holds more than was packed of line {line}.")
    order = act.session.get_one(SalesOrder, carton.order)
    told = LabelVoided(
        carton=box.code,
        order=order.number,
        tracking=carton.tracking or "",
        reason=command.reason,
    )
    act.record(told, order.number)
    carton.tracking = None
    box.state = ContainerState.OPEN
    tasks.add(act, TaskKind.PACK, order.number, location=box.location, due=order.ship_by)
    return carton_view(act.session, carton)
