"""Leases: which process runs a runner now, with a token that fences off the one before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Acts
from server.db import core, direct
from server.journal.tables import Lease

HOLD = timedelta(seconds=15)
GIVE_WAY_SECONDS = 0.01
"""Between two acts of a runner: whoever holds a scanner and waits for the lock comes first."""

_TOKEN = (
    sa.select(core(Lease).c.token)
    .where(core(Lease).c.name == sa.bindparam("lease"))
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Held:
    """A lease we hold; writes made under it check the token in their own transaction."""

    name: str
    token: int


def take(acts: Acts, name: str, holder: str) -> Held | None:
    """Takes or renews the lease; None while another process holds it."""

    def work(session: Session, now: datetime) -> Held | None:
        row = session.execute(
            sa.select(Lease).where(Lease.name == name).with_for_update()
        ).scalar_one_or_none()
        if row is None:
            session.add(Lease(name=name, holder=holder, token=1, until=now + HOLD))
            return Held(name, 1)
        if row.holder != holder and row.until > now:
            return None
        if row.holder != holder:
            row.token += 1
            row.holder = holder
        row.until = now + HOLD
        return Held(name, row.token)

    return acts.upkeep(work)


def still_ours(session: Session, held: Held) -> bool:
    """Whether nobody has taken the lease since; locks its row until the transaction ends."""
    return bool(direct(session, _TOKEN, {"lease": held.name}).scalar() == held.token)


def release(acts: Acts, held: Held) -> None:
    """Lets the next process begin at once; does nothing when another has it already."""
    mine = (Lease.name == held.name, Lease.token == held.token)
    acts.upkeep(
        lambda session, now: session.execute(sa.update(Lease).where(*mine).values(until=now))
    )


def end_all(acts: Acts) -> None:
    """For a process that has just proved to be the only one of its site."""
    acts.upkeep(lambda session, now: session.execute(sa.update(Lease).values(until=now)))
