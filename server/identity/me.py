"""Who the caller is: what a terminal or a program asks first."""

from typing import Any

import sqlalchemy as sa

from server.door import Reading
from server.identity.tables import ApiKey, Device, Person, PersonRole, PersonSession
from server.identity.wire.keys import Me
from server.identity.wire.people import Right, Role


def me(reading: Reading) -> Me:
    """Name, roles, rights and warehouses of the credentials that were shown."""
    who = reading.who
    kind, _, code = who.name.partition(":")
    about: dict[str, Any] = {"name": code}
    if kind == "person":
        about = _person(reading, code)
    elif kind == "key":
        about["name"] = reading.session.scalar(sa.select(ApiKey.name).where(ApiKey.code == code))
    elif kind == "device":
        about["name"] = reading.session.scalar(sa.select(Device.name).where(Device.code == code))
    return Me(
        principal=who.name,
        rights=sorted(map(Right, who.rights)),
        warehouses=sorted(who.warehouses),
        device=who.device,
        **about,
    )


def _person(reading: Reading, code: str) -> dict[str, Any]:
    row = reading.session.execute(
        sa.select(Person.id, Person.name, Person.language, PersonSession.code)
        .join(PersonSession, PersonSession.person == Person.id)
        .where(Person.code == code, PersonSession.id == reading.who.session)
    ).one()
    roles = sa.select(PersonRole.role).where(PersonRole.person == row.id)
    return {
        "name": row.name,
        "language": row.language,
        "session": row.code,
        "roles": tuple(sorted(map(Role, reading.session.scalars(roles)))),
    }
