"""Tables of identity: people and how they prove themselves, devices, keys, approvals, policy."""

from datetime import date, datetime
from typing import NewType
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.db import CODE, NAME, NOTE, BigId, Table, UtcTime, choice, key, ref, text
from server.graph import along
from server.guard import WarehouseId
from server.identity.states import APPROVAL
from server.identity.wire.approvals import ApprovalState, LossDoor
from server.identity.wire.people import Guess, Right, Role
from server.journal.tables import EntryId

PersonId = NewType("PersonId", int)
DeviceId = NewType("DeviceId", int)
SessionId = NewType("SessionId", int)
KeyId = NewType("KeyId", int)

DIGEST = sa.LargeBinary(32)
PRINCIPAL = text(80)


def one_open(column: str, condition: str) -> sa.Index:
    """At most one row per `column` among those that `condition` calls open."""
    where = sa.text(condition)
    return sa.Index(None, column, unique=True, sqlite_where=where, postgresql_where=where)


class ServerKey(Table, kw_only=True):
    """A secret of this site, made when it is first needed; backed up with what it protects."""

    __tablename__ = "server_key"

    name: Mapped[str] = mapped_column(CODE, primary_key=True)
    secret: Mapped[bytes] = mapped_column(DIGEST)


class Person(Table, kw_only=True):
    """Somebody who works here; never deleted, because the journal names them."""

    __tablename__ = "person"

    id: Mapped[PersonId] = key()
    code: Mapped[str] = mapped_column(CODE, unique=True)
    name: Mapped[str] = mapped_column(NAME)
    language: Mapped[str] = mapped_column(text(2))
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(sa.Integer, default=1)


class PersonRole(Table, kw_only=True):
    """A role that a person has."""

    __tablename__ = "person_role"

    person: Mapped[PersonId] = ref("person.id", primary_key=True)
    role: Mapped[Role] = mapped_column(choice(Role), primary_key=True)


class Badge(Table, kw_only=True):
    """A printed code that says who scans it; only its HMAC under the site's key is kept."""

    __tablename__ = "badge"
    __table_args__ = (
        one_open("person", "ended_at IS NULL"),
        sa.CheckConstraint("expires_at > issued_at", name="life"),
    )

    id: Mapped[int] = key()
    person: Mapped[PersonId] = ref("person.id")
    hash: Mapped[bytes] = mapped_column(DIGEST, unique=True)
    temporary: Mapped[bool] = mapped_column()
    issued_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


class Pin(Table, kw_only=True):
    """The argon2id hash of the digits dealt to a person."""

    __tablename__ = "pin"

    person: Mapped[PersonId] = ref("person.id", primary_key=True)
    hash: Mapped[str] = mapped_column(text(200))
    dealt_at: Mapped[datetime] = mapped_column(UtcTime)


class PinGuess(Table, kw_only=True):
    """One guess at a person's PIN that was judged; charged as wrong before it is looked at."""

    __tablename__ = "pin_guess"
    __table_args__ = (sa.Index(None, "person", "at"), sa.Index(None, "person", "device", "id"))

    id: Mapped[int] = key()
    person: Mapped[PersonId] = ref("person.id")
    device: Mapped[DeviceId] = ref("device.id")
    at: Mapped[datetime] = mapped_column(UtcTime)
    outcome: Mapped[Guess] = mapped_column(choice(Guess))


class Device(Table, kw_only=True):
    """A handheld or bench PC of one warehouse; its secret is kept as SHA-256."""

    __tablename__ = "device"

    id: Mapped[DeviceId] = key()
    code: Mapped[str] = mapped_column(CODE, unique=True)
    name: Mapped[str] = mapped_column(NAME)
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    secret_hash: Mapped[bytes | None] = mapped_column(DIGEST, unique=True, default=None)
    enrolled_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


class Enrolment(Table, kw_only=True):
    """The one-time code by which a device gets its secret; gone once used."""

    __tablename__ = "enrolment"
    __table_args__ = (sa.CheckConstraint("tries BETWEEN 0 AND 5", name="tries"),)

    device: Mapped[DeviceId] = ref("device.id", primary_key=True)
    hash: Mapped[bytes] = mapped_column(DIGEST)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    tries: Mapped[int] = mapped_column(sa.SmallInteger, default=0)


class PersonSession(Table, kw_only=True):
    """A person at a device. Ended: still delivers what was written before. Revoked: nothing."""

    __tablename__ = "person_session"
    __table_args__ = (
        one_open("device", "ended_at IS NULL"),
        one_open("person", "ended_at IS NULL"),
        sa.CheckConstraint("idle_seconds > 0 AND expires_at > opened_at", name="life"),
        sa.CheckConstraint("revoked_at IS NULL OR ended_at IS NOT NULL", name="revoked"),
    )

    id: Mapped[SessionId] = key()
    code: Mapped[str] = mapped_column(CODE, unique=True)
    token_hash: Mapped[bytes] = mapped_column(DIGEST, unique=True)
    person: Mapped[PersonId] = ref("person.id")
    device: Mapped[DeviceId] = ref("device.id")
    idle_seconds: Mapped[int] = mapped_column(sa.Integer)
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    locked_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


class ApiKey(Table, kw_only=True):
    """What a program shows instead of a person's badge; its secret is kept as SHA-256."""

    __tablename__ = "api_key"

    id: Mapped[KeyId] = key()
    code: Mapped[str] = mapped_column(CODE, unique=True)
    name: Mapped[str] = mapped_column(NAME)
    secret_hash: Mapped[bytes] = mapped_column(DIGEST)
    all_warehouses: Mapped[bool] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


class ApiKeyRight(Table, kw_only=True):
    """A right that a key has."""

    __tablename__ = "api_key_right"

    api_key: Mapped[KeyId] = ref("api_key.id", primary_key=True)
    right: Mapped[Right] = mapped_column("granted", choice(Right), primary_key=True)


class ApiKeyWarehouse(Table, kw_only=True):
    """A warehouse that a key reaches."""

    __tablename__ = "api_key_warehouse"

    api_key: Mapped[KeyId] = ref("api_key.id", primary_key=True)
    warehouse: Mapped[WarehouseId] = ref("warehouse.id", primary_key=True)


class StepUp(Table, kw_only=True):
    """A supervisor's badge and PIN under one act of somebody else, named by its operation id."""

    __tablename__ = "step_up"
    __table_args__ = (sa.CheckConstraint("until > at", name="life"),)

    operation: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    asked_by: Mapped[str] = mapped_column(PRINCIPAL)
    approver: Mapped[PersonId] = ref("person.id")
    at: Mapped[datetime] = mapped_column(UtcTime)
    until: Mapped[datetime] = mapped_column(UtcTime)


class LossDay(Table, kw_only=True):
    """What somebody lost in a day without anybody's approval, over all doors together."""

    __tablename__ = "loss_day"
    __table_args__ = (sa.CheckConstraint("units >= 0 AND value_minor >= 0", name="sum"),)

    who: Mapped[str] = mapped_column(PRINCIPAL, primary_key=True)
    day: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    units: Mapped[int] = mapped_column(BigId, default=0)
    value_minor: Mapped[int] = mapped_column(BigId, default=0)


class Loss(Table, kw_only=True):
    """Stock that somebody lost, through whichever door; only ever inserted."""

    __tablename__ = "loss"
    __table_args__ = (
        sa.Index(None, "warehouse", "day"),
        sa.CheckConstraint("units > 0", name="units"),
        sa.CheckConstraint("value_minor IS NULL OR value_minor >= 0", name="value"),
    )

    id: Mapped[int] = key()
    entry: Mapped[EntryId] = ref("entry.id", index=True)
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    who: Mapped[str] = mapped_column(PRINCIPAL)
    day: Mapped[date] = mapped_column(sa.Date)
    door: Mapped[LossDoor] = mapped_column(choice(LossDoor))
    units: Mapped[int] = mapped_column(BigId)
    value_minor: Mapped[int | None] = mapped_column(BigId)
    evidence: Mapped[str] = mapped_column(NOTE)
    approved_by: Mapped[str | None] = mapped_column(PRINCIPAL, default=None)  # none: in the limits


@along(APPROVAL, lambda row: f"Approval {row.id}")
class Approval(Table, kw_only=True):
    """Something that waits for a second person's yes or no."""

    __tablename__ = "approval"
    __table_args__ = (
        sa.Index(None, "warehouse", "state"),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_by IS NULL)"
            " AND (decided_by IS NULL) = (decided_at IS NULL)",
            name="decided",
        ),
    )

    id: Mapped[int] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    kind: Mapped[str] = mapped_column(text(60))
    subject: Mapped[str] = mapped_column(PRINCIPAL)
    detail: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sentence: Mapped[str] = mapped_column(NOTE)
    asked_by: Mapped[str] = mapped_column(PRINCIPAL)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    evidence: Mapped[str] = mapped_column(NOTE)
    state: Mapped[ApprovalState] = mapped_column(choice(ApprovalState))
    decided_by: Mapped[str | None] = mapped_column(PRINCIPAL, default=None)
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)


class SiteSetting(Table, kw_only=True):
    """What the site has decided, as one struct per name; see `server/identity/site.py`."""

    __tablename__ = "site_setting"

    name: Mapped[str] = mapped_column(CODE, primary_key=True)
    value: Mapped[bytes] = mapped_column(sa.LargeBinary)
    version: Mapped[int] = mapped_column(sa.Integer)
