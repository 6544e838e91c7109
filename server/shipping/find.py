"""Finds cartons by the code on them or by their parcel number."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row

from server.act import Act
from server.db import core, direct
from server.errors import not_found
from server.places.find import Located, stripped
from server.places.tables import Location
from server.shipping.read import WHOLE
from server.shipping.tables import Carton
from server.stock.tables import Container

_SCANNED = (
    sa.select(core(Container).c.id)
    .where(core(Container).c.code == sa.bindparam("scanned"))
    .scalar_subquery()
)
_HERE = sa.and_(
    core(Carton).c.warehouse == sa.bindparam("here"),
    # of one table, so that each side finds its index
    sa.or_(
        core(Carton).c.container == _SCANNED,
        core(Carton).c.tracking == sa.bindparam("scanned"),
    ),
)
_LOCKED = (
    sa.select(Carton, Container)
    .join(Container, Container.id == Carton.container)
    .where(_HERE)
    .with_for_update()
    .execution_options(populate_existing=True)
)
_PLACE = core(Location).alias("named")
_WHOLE = (
    WHOLE.add_columns(
        _PLACE.c.id.label("named"),
        _PLACE.c.code.label("named_code"),
        _PLACE.c.type.label("named_type"),
        _PLACE.c.pickable.label("named_pickable"),
    )
    .outerjoin(
        _PLACE,
        sa.and_(
            _PLACE.c.warehouse == sa.bindparam("here"),
            _PLACE.c.stripped_code == sa.bindparam("stripped"),
        ),
    )
    .where(_HERE)
    .with_for_update(of=[core(Carton), core(Container)])
)


def carton_by_code(act: Act, code: str) -> tuple[Carton, Container]:
    """The carton and its container, locked; a parcel number finds it too. 404 `not_found`."""
    asked = {"here": act.warehouse, "scanned": code}
    row = act.session.execute(_LOCKED, asked).one_or_none()
    if row is None:
        raise not_found("carton", code)
    return row.Carton, row.Container


def carton_and_place(
    act: Act, code: str, place: str
) -> tuple[Sequence[Row[*tuple[Any, ...]]], Located | None]:
    """The same as the rows of `WHOLE`, to be shown, locked as well; and a place by its code.

    Refused: 404 `not_found` for the carton; no such place is None.
    """
    asked = {"here": act.warehouse, "scanned": code, "stripped": stripped(place)}
    rows = direct(act.session, _WHOLE, asked).all()
    if not rows:
        raise not_found("carton", code)
    first = rows[0]
    if first.named is None:
        return rows, None
    told = (first.named, first.named_code, first.named_type, first.named_pickable)
    return rows, Located(*told)
