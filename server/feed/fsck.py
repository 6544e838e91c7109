"""Checks of the journal: the seal's chain (I-13), who and when (I-14), one effect (I-07)."""

import hashlib
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.feed.sealing import GENESIS, contents
from server.journal.tables import Entry, Operation, Seal, Unsealed

SLICE = 1000


def chain(session: Session) -> Iterator[str]:
    """I-13: positions without a gap, every hash right; names the first bad position."""
    position, previous = 0, GENESIS
    while True:
        rows = session.execute(
            sa.select(Seal).where(Seal.position > position).order_by(Seal.position).limit(SLICE)
        ).scalars()
        sealed = {row.entry: row for row in rows}
        if not sealed:
            return
        for entry, content in contents(session, list(sealed)):
            row = sealed[entry]
            previous = hashlib.sha256(previous + content).digest()
            if row.position != position + 1 or row.hash != previous:
                yield f"The seal breaks at position {row.position}, entry {entry}."
                return
            position = row.position


def sealed_or_waiting(session: Session) -> Iterator[str]:
    """I-13: every entry is sealed or waits to be, never both, never neither."""
    sealed = sa.exists().where(Seal.entry == Entry.id)
    waiting = sa.exists().where(Unsealed.entry == Entry.id)
    for entry in session.scalars(sa.select(Entry.id).where(sealed == waiting)):
        yield f"Entry {entry} is neither sealed nor waiting, or both."


def one_effect(session: Session) -> Iterator[str]:
    """I-07: an operation with a reply has exactly one entry, and no entry lacks its operation."""
    lonely = sa.select(Operation.id).where(
        Operation.status.is_not(None), ~sa.exists().where(Entry.operation == Operation.id)
    )
    for operation in session.scalars(lonely):
        yield f"Operation {operation} was answered and has no entry."


def attributed(session: Session) -> Iterator[str]:
    """I-14: every entry names who did it."""
    for entry in session.scalars(sa.select(Entry.id).where(~Entry.who.like("%_:_%"))):
        yield f"Entry {entry} does not say who did it."


CHECKS = [
    ("I-07", one_effect),
    ("I-13", chain),
    ("I-13", sealed_or_waiting),
    ("I-14", attributed),
]
