"""Finds cartons by the code on them or by their parcel number."""

import sqlalchemy as sa

from server.act import Act
from server.errors import not_found
from server.shipping.tables import Carton
from server.stock.tables import Container


def carton_by_code(act: Act, code: str) -> tuple[Carton, Container]:
    """The carton and its container, locked; a parcel number finds it too. 404 `not_found`."""
    row = act.session.execute(
        sa.select(Carton, Container)
        .join(Container, Container.id == Carton.container)
        .where(
            Carton.warehouse == act.warehouse,
            sa.or_(Container.code == code, Carton.tracking == code),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise not_found("carton", code)
    return row.Carton, row.Container
