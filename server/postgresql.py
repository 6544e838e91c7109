"""PostgreSQL's engine: statements travel together, and only what is read is waited for.

A round trip costs more than most statements. Each connection stays in libpq's pipeline mode
for its life: BEGIN, an INSERT that returns nothing, and what is marked `unread` are sent with
the next statement that has an answer, and refused, if they are, with that one or the COMMIT.
What is `counted` is sent likewise; how many rows it hit is known after the next answer.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.pq import TransactionStatus
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, ExecutionContext

PREPARED = 1000  # of the 100 by default, none would last a round of the acts

SETTINGS = (
    "-c lock_timeout=5000 -c statement_timeout=30000"
    " -c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
)


def postgresql(url: str, connections: int) -> Engine:
    """An engine whose transactions are READ COMMITTED, or one snapshot where `reading` is set."""
    engine = sa.create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=connections,
        max_overflow=0,
        pool_use_lifo=True,  # the connection used last is warm; taking turns, none would be
        pool_pre_ping=False,
        pool_reset_on_return=None,  # by `_reset`
        connect_args={"autocommit": True, "options": SETTINGS},  # we say BEGIN ourselves
    )
    event.listen(engine, "connect", _connect, insert=True)
    event.listen(engine, "close", _close)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "rollback", _rollback)
    event.listen(engine, "reset", _reset)
    event.listen(engine, "do_execute", _execute)
    event.listen(engine, "do_executemany", _execute_many)
    return engine


def _connect(connection: Any, _record: object) -> None:
    connection.prepared_max = PREPARED
    connection.prepare_threshold = 1  # sent along unasked, a preparation costs no round trip
    connection.held = connection.pipeline()  # kept, or it would end
    connection.line = connection.held.__enter__()


def _close(connection: Any, _record: object) -> None:
    with suppress(psycopg.Error):
        connection.held.__exit__(None, None, None)


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    reads = "ISOLATION LEVEL REPEATABLE READ READ ONLY"
    driver: Any = connection.connection.driver_connection
    driver.execute(f"BEGIN {reads}" if options.get("reading") else "BEGIN")


def _rollback(connection: Connection) -> None:
    _settle(connection.connection.driver_connection)


def _reset(connection: Any, _record: object, _state: object) -> None:
    """Rolls back what a connection was left with; asking takes no round trip."""
    if connection.info.transaction_status != TransactionStatus.IDLE:
        _settle(connection)
        connection.rollback()


def _settle(connection: Any) -> None:
    """Takes in all that is under way: after a refusal PostgreSQL passes over the rest unread."""
    while not connection.closed:
        try:
            connection.line.sync()
        except psycopg.Error:
            continue
        return


def _execute(cursor: Any, statement: str, parameters: Any, context: ExecutionContext) -> bool:
    return _run(cursor, cursor.execute, statement, parameters, context)


def _execute_many(cursor: Any, statement: str, parameters: Any, context: ExecutionContext) -> bool:
    return _run(cursor, cursor.executemany, statement, parameters, context)


def _run(
    cursor: Any, execute: Callable[..., Any], statement: str, parameters: Any, context: Any
) -> bool:
    try:
        execute(statement, parameters)
        if _is_awaited(cursor, context):
            cursor.connection.line.sync()
    except psycopg.Error:
        _settle(cursor.connection)
        raise
    return True


def _is_awaited(cursor: Any, context: Any) -> bool:
    later = context.execution_options.get("counted")
    if later is not None:
        later.append(cursor)
        return False
    inserts = context.isinsert and context.compiled and not context.compiled.effective_returning
    return not inserts and not context.execution_options.get("unread")
