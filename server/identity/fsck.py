"""What must hold of identity: everybody in the journal is known, and losses add up."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.identity.tables import ApiKey, Device, Loss, LossDay, Person
from server.journal.tables import Entry
from server.words import counted


def unknown_actors(session: Session) -> Iterator[str]:
    """I-14: whoever stands in the journal is a person, key or device of ours, or the server."""
    known = {
        f"{kind}:{code}"
        for kind, codes in (("person", Person.code), ("key", ApiKey.code), ("device", Device.code))
        for code in session.scalars(sa.select(codes))
    }
    for who, first in session.execute(
        sa.select(Entry.who, sa.func.min(Entry.id)).group_by(Entry.who).order_by(Entry.who)
    ):
        if who not in known and not who.startswith("system:"):
            yield f"Entry {first} was made by {who}, who is nobody that is known here."


def loss_sums(session: Session) -> Iterator[str]:
    """What counts against a person's day is the sum of their losses that nobody approved."""
    folded = {
        (who, day): (units, value)
        for who, day, units, value in session.execute(
            sa.select(
                Loss.who,
                Loss.day,
                sa.func.sum(Loss.units),
                sa.func.coalesce(sa.func.sum(Loss.value_minor), 0),
            )
            .where(Loss.approved_by.is_(None))
            .group_by(Loss.who, Loss.day)
        )
    }
    for row in session.scalars(sa.select(LossDay).where(LossDay.units > 0)):
        told = folded.pop((row.who, row.day), (0, 0))
        if told != (row.units, row.value_minor):
            yield (
                f"{row.who} on {row.day}: counted {counted(row.units, 'piece')}"
                f" worth {row.value_minor}, the losses say {told[0]} worth {told[1]}."
            )
    for (who, day), (units, value) in sorted(folded.items()):
        yield f"{who} on {day}: {counted(units, 'piece')} worth {value}, lost and not counted."


CHECKS = [("I-14", unknown_actors), ("loss-sums", loss_sums)]
