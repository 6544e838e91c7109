"""Blindness: whoever counts a place sees no quantity of it on any screen or in any reply."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.db import insert_once
from server.places.tables import LocationId
from server.stock.tables import Blind


def hide(act: Act, location: LocationId, document: str) -> None:
    """From now on the caller sees no quantity there, until `show` of the same document."""
    values = {"who": act.who.name, "location": location, "document": document}
    act.session.execute(insert_once(act.session, Blind), values)


def show(act: Act, document: str) -> None:
    """Whoever counted for this document may see again."""
    act.session.execute(sa.delete(Blind).where(Blind.document == document))


def hidden_from(session: Session, who: str) -> set[LocationId]:
    """The places whose quantities this person must not see."""
    return set(session.scalars(sa.select(Blind.location).where(Blind.who == who)))
