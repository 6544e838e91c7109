"""Tables of the journal: operations, entries, events, the seal, and what runners keep."""

from datetime import datetime
from typing import NewType
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.db import NOTE, BigId, Table, UtcTime, key, ref, text

EntryId = NewType("EntryId", int)


class Operation(Table, kw_only=True):
    """A client's operation id: claimed once, for ever; its reply is kept for 90 days."""

    __tablename__ = "operation"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    principal: Mapped[str] = mapped_column(text(80))
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    at: Mapped[datetime] = mapped_column(UtcTime)
    status: Mapped[int | None] = mapped_column(sa.SmallInteger, default=None)
    content_type: Mapped[str | None] = mapped_column(text(60), default=None)
    reply: Mapped[bytes | None] = mapped_column(sa.LargeBinary, default=None)
    sequence: Mapped[str | None] = mapped_column(text(100), unique=True, default=None)
    """Device, outbox and place in its order: a copied outbox meets its own numbers there."""


class Entry(Table, kw_only=True):
    """One act: who did what, from where, when. Only ever inserted."""

    __tablename__ = "entry"

    id: Mapped[EntryId] = key()
    operation: Mapped[UUID] = mapped_column(sa.Uuid, sa.ForeignKey("operation.id"), unique=True)
    who: Mapped[str] = mapped_column(text(80))
    session: Mapped[int | None] = mapped_column(BigId)
    device: Mapped[str | None] = mapped_column(text(40))
    warehouse: Mapped[str | None] = mapped_column(text(40), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    kind: Mapped[str] = mapped_column(text(60), index=True)
    body: Mapped[bytes] = mapped_column(sa.LargeBinary)


class EventRow(Table, kw_only=True):
    """One thing that an act made happen; `subject` is the natural code it happened to."""

    __tablename__ = "event"
    __table_args__ = (sa.Index(None, "subject", "entry"),)

    entry: Mapped[EntryId] = ref("entry.id", primary_key=True)
    n: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(text(60))
    subject: Mapped[str] = mapped_column(text(80))
    body: Mapped[bytes] = mapped_column(sa.LargeBinary)


class Unsealed(Table, kw_only=True):
    """Committed entries that have no position yet; the act inserts, the sealer empties."""

    __tablename__ = "unsealed"

    entry: Mapped[EntryId] = ref("entry.id", primary_key=True)


class Seal(Table, kw_only=True):
    """The order of things: gap-free positions and a hash chained over what each entry says."""

    __tablename__ = "seal"

    position: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    entry: Mapped[EntryId] = ref("entry.id", unique=True)
    hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32))


class Lease(Table, kw_only=True):
    """Who runs a runner now; `token` grows with each holder and fences off the one before."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(text(60), primary_key=True)
    holder: Mapped[str] = mapped_column(text(80))
    token: Mapped[int] = mapped_column(BigId)
    until: Mapped[datetime] = mapped_column(UtcTime)


class FollowerPosition(Table, kw_only=True):
    """How far a follower has read the feed."""

    __tablename__ = "follower_position"

    follower: Mapped[str] = mapped_column(text(60), primary_key=True)
    position: Mapped[int] = mapped_column(BigId)
    tries: Mapped[int] = mapped_column(sa.SmallInteger, default=0)


class DeadLetter(Table, kw_only=True):
    """A feed item that a follower gave up on, for a person to see and settle."""

    __tablename__ = "dead_letter"

    follower: Mapped[str] = mapped_column(text(60), primary_key=True)
    position: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    error: Mapped[str] = mapped_column(NOTE)
