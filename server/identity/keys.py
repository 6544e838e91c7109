"""API keys: made once, shown once, revoked for ever."""

from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.db import page_of, paged
from server.door import Reading
from server.errors import Refusal, not_found
from server.identity.secret import digest, draw
from server.identity.tables import ApiKey, ApiKeyRight, ApiKeyWarehouse
from server.identity.wire.keys import KeyCreate, KeyCreated, KeyRevoke, KeyView
from server.identity.wire.people import Done, Right
from server.places.tables import Warehouse
from server.wire import Page

PREFIX = "tallyman_"  # known to secret scanners


def code_of(shown: str) -> tuple[str, str]:
    """The code and the secret in `tallyman_<code>_<secret>`; a code may hold `_`, a secret not."""
    code, _, secret = shown.removeprefix(PREFIX).rpartition("_")
    return code, secret


def create_key(act: Act, command: KeyCreate) -> KeyCreated:
    """Refused: 409 `exists`, 404 for a warehouse, 422 `already_expired`."""
    if act.session.scalar(sa.select(ApiKey.id).where(ApiKey.code == command.code)):
        raise Refusal(409, "exists", f"There is a key {command.code} already; revoked ones stay.")
    if command.expires_at and command.expires_at <= act.now:
        raise Refusal(422, "already_expired", f"{command.expires_at} lies in the past.")
    secret = draw()
    row = ApiKey(
        code=command.code,
        name=command.name,
        secret_hash=digest(secret),
        all_warehouses=command.all_warehouses,
        created_at=act.now,
        expires_at=command.expires_at,
    )
    act.session.add(row)
    act.session.flush()
    for right in sorted(set(command.rights)):
        act.session.add(ApiKeyRight(api_key=row.id, right=right))
    for warehouse in sorted({act.who.scope(code).id for code in command.warehouses}):
        act.session.add(ApiKeyWarehouse(api_key=row.id, warehouse=warehouse))
    return KeyCreated(code=row.code, key=f"{PREFIX}{row.code}_{secret}")


def revoke_key(act: Act, command: KeyRevoke) -> Done:
    """Refused: 404. Revoking a revoked key changes nothing."""
    row = act.session.scalar(sa.select(ApiKey).where(ApiKey.code == command.key).with_for_update())
    if row is None:
        raise not_found("key", command.key)
    row.revoked_at = row.revoked_at or act.now
    return Done()


def list_keys(reading: Reading, cursor: str | None, limit: int) -> Page[KeyView]:
    """Every key, revoked ones too, by code."""
    rows, following = paged(
        reading.session,
        sa.select(ApiKey.id, ApiKey.code),
        ((ApiKey.code, str),),
        cursor,
        limit,
    )
    return page_of([_view(reading, row.id) for row in rows], following)


def _view(reading: Reading, key: Any) -> KeyView:
    row = reading.session.get_one(ApiKey, key)
    rights = sa.select(ApiKeyRight.right).where(ApiKeyRight.api_key == row.id)
    reached = (
        sa.select(Warehouse.code)
        .join(ApiKeyWarehouse, ApiKeyWarehouse.warehouse == Warehouse.id)
        .where(ApiKeyWarehouse.api_key == row.id)
    )
    return KeyView(
        code=row.code,
        name=row.name,
        rights=sorted(map(Right, reading.session.scalars(rights))),
        warehouses=sorted(reading.session.scalars(reached)),
        all_warehouses=row.all_warehouses,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        used_at=row.used_at,
    )
