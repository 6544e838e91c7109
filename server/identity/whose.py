"""Whose badge that is, for who supervises: a badge is shown, never looked through."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from labels.codes import HouseCode, Kind, read_house_code
from server.door import Reading
from server.errors import not_found
from server.identity.secret import badge_hash
from server.identity.tables import Badge, Person
from server.identity.wire.people import Whose, WhoseBadge


def whose_badge(reading: Reading, asked: WhoseBadge) -> Whose:
    """The person by the badge that is scanned, or by the code that is typed; 404 `not_found`."""
    person: Person | None
    house = read_house_code(asked.badge)
    if isinstance(house, HouseCode) and house.kind is Kind.BADGE:
        person = _by_badge(reading.session, asked.badge, reading.now)
    else:
        code = asked.badge.strip().upper()[:40]
        person = reading.session.scalar(sa.select(Person).where(Person.code == code))
        if person is None:
            raise not_found("person", code)
    return Whose(person=person.code, name=person.name)


def _by_badge(session: Session, badge: str, now: datetime) -> Person:
    person = session.scalar(
        sa.select(Person)
        .join(Badge, Badge.person == Person.id)
        .where(
            Badge.hash == badge_hash(session, badge.strip().upper()),
            Badge.ended_at.is_(None),
            Badge.expires_at > now,
        )
    )
    if person is None:
        raise not_found("person with", "that badge")
    return person
