"""What goods are worth: their cost on a day, where anybody has said it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from server.catalog.find import cost_on
from server.catalog.tables import ItemId


def worth(session: Session, goods: Iterable[tuple[ItemId, int]], day: date) -> int | None:
    """Minor units of the site's currency for base units of items, rounded up per item.

    None when the cost of any of them is unknown: a limit by value is then not asked.
    """
    total = 0
    for item, quantity in goods:
        cost = cost_on(session, item, day)
        if cost is None:
            return None
        total += -(-cost.amount * quantity // cost.per)
    return total
