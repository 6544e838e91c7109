"""PostgreSQL's pipeline: what nobody waits for is refused before the commit, and nothing stays."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.db import core, direct, reading
from server.journal.tables import Unsealed

ORPHAN = sa.insert(core(Unsealed))  # its entry is not there: refused, and nobody waits for it
COUNT = sa.select(sa.func.count()).select_from(core(Unsealed))


@pytest.fixture(autouse=True)
def only_postgresql(engine: Engine) -> Iterator[None]:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite answers each statement at once.")
    with Session(engine) as session:
        before = session.scalar(COUNT)
    yield
    for _ in range(engine.pool.size()):  # type: ignore[attr-defined]
        with reading(engine) as session:
            assert session.scalar(COUNT) == before


def orphan(session: Session, entry: int = 10**9) -> None:
    direct(session, ORPHAN, {"entry": entry})


def many(session: Session) -> None:
    for n in range(20):
        orphan(session, 10**9 + n)
    session.scalar(COUNT)


def at_the_next_answer(session: Session) -> None:
    orphan(session)
    session.scalar(COUNT)


def at_the_commit(session: Session) -> None:
    orphan(session)
    session.commit()


def at_the_end_of_a_savepoint(session: Session) -> None:
    with session.begin_nested():
        orphan(session)


@pytest.mark.parametrize(
    "work", [many, at_the_next_answer, at_the_commit, at_the_end_of_a_savepoint]
)
def test_what_nobody_waits_for_is_refused(engine: Engine, work: Callable[[Session], None]) -> None:
    with Session(engine) as session, pytest.raises(IntegrityError):
        work(session)


def refused(session: Session) -> None:
    orphan(session)
    raise LookupError("why")


def only_begun(session: Session) -> None:
    session.connection()
    raise LookupError("why")


@pytest.mark.parametrize("work", [refused, only_begun])
def test_a_refusal_is_not_hidden_by_what_was_under_way(
    engine: Engine, work: Callable[[Session], None]
) -> None:
    with Session(engine) as session, pytest.raises(LookupError, match="why"):
        work(session)
