"""Checks of shipping: cartons hold what they list, lines count what cartons hold."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.orders.tables import OrderLine
from server.shipping.tables import Carton, CartonLine
from server.shipping.wire import CartonState
from server.stock.tables import Balance, Container


def packed(session: Session) -> Iterator[str]:
    """I-11: packed and shipped of an order line are what its cartons hold."""
    for name, states in (
        ("packed", (CartonState.CLOSED, CartonState.SHIPPED)),
        ("shipped", (CartonState.SHIPPED,)),
    ):
        held = (
            sa.select(sa.func.coalesce(sa.func.sum(CartonLine.quantity), 0))
            .join(Carton, Carton.id == CartonLine.carton)
            .where(CartonLine.order_line == OrderLine.id, Carton.state.in_(states))
            .correlate(OrderLine)
            .scalar_subquery()
        )
        said = getattr(OrderLine, name)
        for row in session.execute(sa.select(OrderLine.id, said, held).where(said != held)):
            yield f"Order line {row[0]} says {row[1]} {name}, its cartons hold {row[2]}."


def contents(session: Session) -> Iterator[str]:
    """I-09: a closed carton stands with all its goods, still promised; a shipped one is empty."""
    on_hand = (
        sa.select(sa.func.coalesce(sa.func.sum(Balance.on_hand), 0))
        .where(Balance.container == Carton.container)
        .correlate(Carton)
        .scalar_subquery()
    )
    promised = (
        sa.select(sa.func.coalesce(sa.func.sum(Balance.reserved), 0))
        .where(Balance.container == Carton.container)
        .correlate(Carton)
        .scalar_subquery()
    )
    listed = (
        sa.select(sa.func.coalesce(sa.func.sum(CartonLine.quantity), 0))
        .where(CartonLine.carton == Carton.id)
        .correlate(Carton)
        .scalar_subquery()
    )
    query = (
        sa.select(Container.code, Carton.state, on_hand, promised, listed)
        .join(Container, Container.id == Carton.container)
        .where(
            sa.or_(
                sa.and_(
                    Carton.state == CartonState.CLOSED,
                    sa.or_(on_hand != listed, promised != listed),
                ),
                sa.and_(Carton.state == CartonState.SHIPPED, on_hand != 0),
            )
        )
    )
    for code, state, standing, kept, said in session.execute(query):
        yield (
            f"Carton {code} is {state.value}, lists {said} pieces, holds {standing},"
            f" {kept} of them promised."
        )


CHECKS = [("I-11", packed), ("I-09", contents)]
