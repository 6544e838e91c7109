"""The database: engine set-up for SQLite and PostgreSQL, the table base and its column types."""

import base64
import binascii
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, Session, mapped_column
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from server.errors import Refusal
from server.postgresql import postgresql
from server.sqlite import sqlite
from server.wire import Page

PAGE_LIMIT = 200

INSERTS: dict[str, Any] = {"postgresql": pg_insert, "sqlite": sqlite_insert}

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# A plain BigInteger does not autoincrement on SQLite.
BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class BeyondTime(Refusal, DontWrapMixin):
    """A moment that only exists in its own zone; the database layer passes it on as it is."""


class UtcTime(sa.TypeDecorator[datetime]):
    """A moment in UTC; naive ones are refused, because SQLite silently drops offsets."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A stored time needs its zone: {value!r} has none.")
        try:
            moment = value.astimezone(UTC)
        except OverflowError as error:
            told = f"{value.isoformat()} lies outside the years 1 to 9999."
            raise BeyondTime(400, "malformed", told) from error
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Every table of Tallyman; a row is a dataclass."""

    metadata = sa.MetaData(naming_convention=NAMING)


def core(table: type[Table]) -> sa.Table:
    """The Core table of a mapped class, for statements prepared once at import."""
    return cast("sa.Table", table.__table__)


def text(length: int) -> sa.String:
    """Text compared byte by byte on both engines: codes sort alike whatever the locale."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


CODE = text(40)
NAME = text(200)
NOTE = text(1000)

LANGUAGE = "language"
"""In a session's `info`: the language of the badge that is signed in."""


def key() -> Mapped[Any]:
    """The surrogate key: made by the database, never on the wire."""
    return mapped_column(BigId, primary_key=True, init=False)


def ref(target: str, **options: Any) -> Mapped[Any]:
    """A plain foreign key to `table.column`, indexed by its own table where it is searched."""
    return mapped_column(BigId, sa.ForeignKey(target), **options)


def choice(values: type[Enum], name: str = "") -> sa.Enum:
    """A column that holds one of `values`, by value, guarded by a CHECK (named once a table)."""
    return sa.Enum(
        values,
        name=name or values.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=30,
        values_callable=lambda kind: [str(member.value) for member in kind],
    )


def total(column: Any) -> sa.ColumnElement[int]:
    """The sum as an integer, 0 of no rows: PostgreSQL sums bigints to a decimal."""
    return sa.func.coalesce(sa.cast(sa.func.sum(column), sa.BigInteger), 0)


def open_engine(url: str, connections: int) -> Engine:
    """An engine with one pooled connection per worker thread and none beyond."""
    if url.startswith("sqlite"):
        return sqlite(url, connections)
    return postgresql(url, connections)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads, in one snapshot; on SQLite it takes no write lock."""
    snapshot = engine.execution_options(reading=True)
    with Session(snapshot, autoflush=False, expire_on_commit=False) as session:
        yield session
        session.commit()  # at a rollback psycopg forgets every statement it has prepared


def direct(session: Session, statement: sa.Executable, values: Any = None) -> sa.CursorResult[Any]:
    """Runs a statement on the session's connection, past the ORM: a third cheaper on hot paths.

    Nothing is flushed before it and no loaded object learns of what it changes.
    """
    return session.connection().execute(statement, values)


def hits(session: Session, guarded: Sequence[tuple[sa.Executable, Any]]) -> list[int]:
    """Runs guarded statements by `direct` and answers how many rows each has changed or found.

    All of them run, also behind one that hits nothing: whoever finds a miss refuses the act, which
    takes all back. On PostgreSQL only the last one is waited for.
    """
    connection, later = session.connection(), list[Any]()
    if connection.dialect.name != "postgresql" or not guarded:
        return [_hit(direct(session, statement, values)) for statement, values in guarded]
    *first, last = guarded
    for statement, values in first:
        connection.execute(statement, values, execution_options={"counted": later})
    answered = _hit(direct(session, *last))
    return [*(cursor.rowcount for cursor in later), answered]


def _hit(result: sa.CursorResult[Any]) -> int:
    return len(result.all()) if result.returns_rows else result.rowcount


def note_change(session: Session, table: type[Table], key: int, **values: object) -> None:
    """Tells the loaded object of a row, if there is one, what a direct statement has changed."""
    loaded = session.identity_map.get(identity_key(table, key))
    for name, value in values.items() if loaded is not None else ():
        set_committed_value(loaded, name, value)


def insert_once(session: Session, table: type[Table]) -> Any:
    """`INSERT ... ON CONFLICT DO NOTHING`: with `returning`, no row means somebody was first."""
    return _once(session.get_bind().dialect.name, table)


def replace_row(session: Session, table: type[Table]) -> Any:
    """`INSERT ... ON CONFLICT (primary key) DO UPDATE`: the newest values stand."""
    return _replace(session.get_bind().dialect.name, table)


@cache
def _once(dialect: str, table: type[Table]) -> Any:
    return INSERTS[dialect](core(table)).on_conflict_do_nothing()


@cache
def _replace(dialect: str, table: type[Table]) -> Any:
    statement = INSERTS[dialect](core(table))
    keys = [column.name for column in core(table).primary_key]
    others = {
        column.name: statement.excluded[column.name]
        for column in core(table).columns
        if column.name not in keys
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


Row = TypeVar("Row")


def encode_cursor(values: tuple[object, ...]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode()


def decode_cursor(cursor: str, types: tuple[type, ...]) -> tuple[Any, ...]:
    """400 `bad_cursor` for anything this server did not make."""
    try:
        raw = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True)
        values: tuple[Any, ...] = msgspec.json.decode(raw, type=tuple.__class_getitem__(types))
    except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
        raise Refusal(
            400, "bad_cursor", f"The cursor '{cursor[:40]}' is not one this server gave."
        ) from error
    return values


def paged(
    session: Session,
    query: sa.Select[*tuple[Any, ...]],
    sort: tuple[tuple[Any, type], ...],
    cursor: str | None,
    limit: int,
) -> tuple[list[sa.Row[*tuple[Any, ...]]], str | None]:
    """One page of `query` in the order of `sort`, whose columns together are unique.

    `sort` pairs each column with the Python type of its value; all columns ascend and must be
    the query's last selected columns. Returns the rows and the cursor of the next page.
    """
    columns = [column for column, _ in sort]
    if cursor:
        after = decode_cursor(cursor, tuple(kind for _, kind in sort))
        query = query.where(sa.tuple_(*columns) > sa.tuple_(*map(sa.literal, after)))
    size = max(1, min(limit, PAGE_LIMIT))
    rows = list(session.execute(query.order_by(*columns).limit(size + 1)))
    if len(rows) <= size:
        return rows, None
    last = rows[size - 1]
    return rows[:size], encode_cursor(tuple(last[-len(columns) :]))


def page_of(items: list[Row], following: str | None) -> Page[Row]:
    return Page(items=items, next=following)
