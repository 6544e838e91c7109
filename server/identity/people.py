"""People: made, changed, sent away; nobody makes anybody who may do as much as they themselves."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from server.act import Act
from server.db import page_of, paged
from server.door import Reading
from server.errors import Refusal, not_found, stale
from server.identity import badges, sessions
from server.identity.find import person_by_code, roles_of
from server.identity.rank import check_below
from server.identity.tables import Badge, Person, PersonId, PersonRole
from server.identity.wire.people import PersonCreate, PersonEdit, PersonView, Role
from server.wire import Page


def create_person(act: Act, command: PersonCreate) -> PersonView:
    """Refused: 409 `exists`, 403 `above_your_rights`."""
    check_below(act, command.code, command.roles)
    if act.session.scalar(sa.select(Person.id).where(Person.code == command.code)):
        raise Refusal(409, "exists", f"There is a person {command.code} already.")
    row = Person(code=command.code, name=command.name, language=command.language)
    act.session.add(row)
    act.session.flush()
    _set_roles(act, row.id, command.roles)
    return _view(row, command.roles)


def edit_person(act: Act, command: PersonEdit, code: str) -> PersonView:
    """Refused: 404, 409 `stale`, 403 `above_your_rights`, 409 `yourself`."""
    row = person_by_code(act.session, code)
    if row.version != command.version:
        raise stale(f"Person {code}", command.version, row.version)
    check_below(act, code, [*roles_of(act.session, row.id), *command.roles])
    if not command.active:
        _send_away(act, row)
    row.name, row.language, row.active = command.name, command.language, command.active
    row.version += 1
    act.session.execute(sa.delete(PersonRole).where(PersonRole.person == row.id))
    _set_roles(act, row.id, command.roles)
    return _view(row, command.roles)


def list_people(reading: Reading, cursor: str | None, limit: int) -> Page[PersonView]:
    """Everybody, those who left too, by code."""
    query = sa.select(Person.id, Person.code)
    rows, following = paged(reading.session, query, ((Person.code, str),), cursor, limit)
    return page_of([_read(reading, row.id) for row in rows], following)


def read_person(reading: Reading, code: str) -> PersonView:
    """404 `not_found`."""
    found = reading.session.scalar(sa.select(Person.id).where(Person.code == code))
    if found is None:
        raise not_found("person", code)
    return _read(reading, found)


def _read(reading: Reading, person: PersonId) -> PersonView:
    row = reading.session.get_one(Person, person)
    roles = roles_of(reading.session, person)
    badge = sa.select(Badge.expires_at).where(Badge.person == person, Badge.ended_at.is_(None))
    return _view(row, roles, reading.session.scalar(badge))


def _send_away(act: Act, row: Person) -> None:
    if act.who.name == f"person:{row.code}":
        raise Refusal(409, "yourself", "You can't send yourself away: somebody else has to.")
    badges.end_badge(act, row.id)
    sessions.revoke_sessions(act, row.id)


def _set_roles(act: Act, person: PersonId, roles: Iterable[Role]) -> None:
    for role in sorted(set(roles)):
        act.session.add(PersonRole(person=person, role=role))


def _view(row: Person, roles: Iterable[Role], badge: datetime | None = None) -> PersonView:
    return PersonView(
        code=row.code,
        name=row.name,
        roles=sorted(set(roles)),
        language=row.language,
        active=row.active,
        version=row.version,
        badge_expires_at=badge,
    )
