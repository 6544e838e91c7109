"""Finds people and devices by the codes that are on the wire."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.errors import not_found
from server.identity.tables import Device, Person, PersonId, PersonRole
from server.identity.wire.people import Role


def person_by_code(session: Session, code: str) -> Person:
    """404 `not_found`. In an act the row is locked until it ends."""
    row = session.scalar(sa.select(Person).where(Person.code == code).with_for_update())
    if row is None:
        raise not_found("person", code)
    return row


def device_by_code(session: Session, code: str) -> Device:
    """404 `not_found`. In an act the row is locked until it ends."""
    row = session.scalar(sa.select(Device).where(Device.code == code).with_for_update())
    if row is None:
        raise not_found("device", code)
    return row


def roles_of(session: Session, person: PersonId) -> list[Role]:
    """What the person is, in a fixed order."""
    return sorted(session.scalars(sa.select(PersonRole.role).where(PersonRole.person == person)))
