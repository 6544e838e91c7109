"""Which places a pick list will have emptied of an item, by the book: there the picker is asked."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from server.catalog.tables import ItemId
from server.db import core, direct
from server.door import Reading
from server.identity.site import policy
from server.outbound.wire.lists import LineState
from server.places.tables import LocationId
from server.stock.blind import hidden_from
from server.stock.tables import Balance
from server.stock.wire import Status

Emptied = tuple[LocationId, ItemId]

_B = core(Balance).c
_STANDING = (
    sa.select(_B.location, _B.item, sa.func.sum(_B.on_hand).label("on_hand"))
    .where(
        _B.location.in_(sa.bindparam("places", expanding=True)),
        _B.item.in_(sa.bindparam("items", expanding=True)),
        _B.on_hand > 0,
        _B.status != Status.MISSING,
    )
    .group_by(_B.location, _B.item)
)


def emptied(reading: Reading, lines: Iterable[Any]) -> set[Emptied]:
    """Places and items of which the open `lines` (place, item, left) take all that stands there.

    None where the site does without zero checks, nor where the reader counts and must not know.
    """
    taken: Counter[Emptied] = Counter()
    for line in lines:
        if line.state is LineState.OPEN:
            taken[line.place, line.item] += min(line.asked - line.picked, line.promised)
    if not taken or not policy(reading.session).zero_checks:
        return set()
    places, items = zip(*taken, strict=True)
    rows = direct(reading.session, _STANDING, {"places": places, "items": items})
    found = {
        (row.location, row.item) for row in rows if taken[row.location, row.item] == row.on_hand
    }
    hidden = hidden_from(reading.session, reading.who.name) if found else set()
    return {one for one in found if one[0] not in hidden}
