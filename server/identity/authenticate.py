"""Who a request comes from: a session's token, an API key, or a device and the session it names."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.db import LANGUAGE, direct
from server.door import DELIVERS
from server.errors import Refusal
from server.guard import Principal
from server.identity.keys import PREFIX, code_of
from server.identity.roles import rights_of
from server.identity.secret import digest
from server.identity.tables import (
    ApiKey,
    ApiKeyRight,
    ApiKeyWarehouse,
    Device,
    Person,
    PersonRole,
    PersonSession,
)
from server.identity.wire.people import Role
from server.places.tables import Warehouse

NOTED_EVERY = timedelta(minutes=1)  # how exact "last used" is: not every request writes
DELIVERS_FOR = timedelta(days=7)  # how long an ended session hands in what was written before

_HAND = sa.bindparam("hand", type_=sa.LargeBinary)
_CODE = sa.bindparam("code", type_=sa.String)

_ROLES = (
    sa.select(sa.func.aggregate_strings(sa.cast(PersonRole.role, sa.String), " "))
    .where(PersonRole.person == PersonSession.person)
    .scalar_subquery()
)
_SESSION = (
    sa.select(
        PersonSession.id,
        PersonSession.code,
        PersonSession.device,
        PersonSession.seen_at,
        PersonSession.idle_seconds,
        PersonSession.expires_at,
        PersonSession.locked_at,
        PersonSession.ended_at,
        PersonSession.revoked_at,
        Person.code.label("person_code"),
        Person.active,
        Person.language,
        Device.code.label("device_code"),
        Device.revoked_at.label("device_revoked_at"),
        Warehouse.id.label("warehouse"),
        Warehouse.code.label("warehouse_code"),
        _ROLES.label("roles"),
    )
    .join(Person, Person.id == PersonSession.person)
    .join(Device, Device.id == PersonSession.device)
    .join(Warehouse, Warehouse.id == Device.warehouse)
)
_BY_TOKEN = _SESSION.where(PersonSession.token_hash == _HAND)
_BY_DEVICE = _SESSION.where(PersonSession.code == _CODE, Device.secret_hash == _HAND)
_DEVICE = (
    sa.select(Device.code, Warehouse.id.label("warehouse"), Warehouse.code.label("warehouse_code"))
    .join(Warehouse, Warehouse.id == Device.warehouse)
    .where(Device.secret_hash == _HAND, Device.revoked_at.is_(None))
)
_GRANTED = (
    sa.select(sa.func.aggregate_strings(sa.cast(ApiKeyRight.right, sa.String), " "))
    .where(ApiKeyRight.api_key == ApiKey.id)
    .scalar_subquery()
)
_REACHED = sa.exists().where(
    ApiKeyWarehouse.api_key == ApiKey.id, ApiKeyWarehouse.warehouse == Warehouse.id
)
_KEY = (
    sa.select(
        ApiKey.id,
        ApiKey.secret_hash,
        ApiKey.expires_at,
        ApiKey.revoked_at,
        ApiKey.used_at,
        _GRANTED.label("granted"),
        Warehouse.id.label("warehouse"),
        Warehouse.code.label("warehouse_code"),
    )
    .outerjoin(Warehouse, sa.or_(ApiKey.all_warehouses, _REACHED))
    .where(ApiKey.code == _CODE)
)


def authenticate(session: Session, headers: Mapping[str, str], now: datetime) -> Principal:
    """Refused, always 401: `not_signed_in` (nothing shown), `credentials_refused` (unknown,
    revoked or expired), `session_ended`, `session_locked`.
    """
    scheme, _, shown = headers.get("authorization", "").partition(" ")
    shown = shown.strip()
    if scheme.lower() == "device":
        named = headers.get("tallyman-session")
        return (
            _at_device(session, shown, named, now, delivers=session.info.get(DELIVERS, False))
            if named
            else _device_only(session, shown)
        )
    if scheme.lower() != "bearer" or not shown:
        raise Refusal(
            401, "not_signed_in", "This needs a badge, a device or a key; none was shown."
        )
    if shown.startswith(PREFIX):
        return _by_key(session, shown, now)
    row = direct(session, _BY_TOKEN, {"hand": digest(shown)}).one_or_none()
    return _person(session, _known(row), now, delivers=False)


def _at_device(
    session: Session, secret: str, named: str, now: datetime, *, delivers: bool
) -> Principal:
    found = direct(session, _BY_DEVICE, {"hand": digest(secret), "code": named}).one_or_none()
    return _person(session, _known(found), now, delivers=delivers)


def _device_only(session: Session, secret: str) -> Principal:
    row = _known(direct(session, _DEVICE, {"hand": digest(secret)}).one_or_none())
    return Principal(
        name=f"device:{row.code}",
        rights=frozenset(),
        warehouses={row.warehouse_code: row.warehouse},
        device=row.code,
    )


def _person(
    session: Session, row: sa.Row[*tuple[Any, ...]], now: datetime, *, delivers: bool
) -> Principal:
    if row.revoked_at or row.device_revoked_at or not row.active:
        raise _unknown()
    _check_life(row, now, delivers=delivers)
    # Only acts keep a session from idling: a screen that refreshes itself is nobody at work.
    if now - row.seen_at >= NOTED_EVERY and row.ended_at is None and not row.locked_at:
        _note(session, sa.update(PersonSession).where(PersonSession.id == row.id), seen_at=now)
    session.info[LANGUAGE] = row.language
    return Principal(
        name=f"person:{row.person_code}",
        rights=rights_of(map(Role, row.roles.split())) if row.roles else frozenset(),
        warehouses={row.warehouse_code: row.warehouse},
        session=row.id,
        device=row.device_code,
    )


def over_at(row: Any) -> datetime:
    """When a session that nobody ends is over: its shift is, or nobody was at work for long."""
    over: datetime = min(row.expires_at, row.seen_at + timedelta(seconds=row.idle_seconds))
    return over


def _check_life(row: sa.Row[*tuple[Any, ...]], now: datetime, *, delivers: bool) -> None:
    ended = row.ended_at or (over if (over := over_at(row)) <= now else None)
    if ended is None and (row.locked_at is None or delivers):
        return
    if ended is None:
        raise Refusal(401, "session_locked", "The screen is locked: scan your badge to unlock it.")
    # What a device wrote before the end is a fact; only its own session can say whose it is.
    if not delivers or now - ended > DELIVERS_FOR:
        raise Refusal(401, "session_ended", f"Session {row.code} has ended: sign in again.")


def _by_key(session: Session, shown: str, now: datetime) -> Principal:
    code, secret = code_of(shown)
    rows = direct(session, _KEY, {"code": code}).all()
    first = _known(rows[0] if rows else None)
    if not hmac.compare_digest(first.secret_hash, digest(secret)):
        raise _unknown()
    if first.revoked_at or (first.expires_at and first.expires_at <= now):
        raise _unknown()
    due = first.used_at is None or now - first.used_at >= NOTED_EVERY
    noted = not due or _note(session, sa.update(ApiKey).where(ApiKey.id == first.id), used_at=now)
    return Principal(
        name=f"key:{code}",
        rights=frozenset((first.granted or "").split()),
        warehouses={row.warehouse_code: row.warehouse for row in rows if row.warehouse},
        unnoted=not noted,
    )


def _note(session: Session, statement: sa.Update, **values: datetime) -> bool:
    """Notes the last use, where this transaction may write."""
    if session.connection().get_execution_options().get("reading"):
        return False
    session.execute(statement.values(**values))
    return True


def _known(row: sa.Row[*tuple[Any, ...]] | None) -> sa.Row[*tuple[Any, ...]]:
    if row is None:
        raise _unknown()
    return row


def _unknown() -> Refusal:
    return Refusal(401, "credentials_refused", "These credentials are unknown, revoked or expired.")
