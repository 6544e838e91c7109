"""Pruning: operation ids are kept for ever, the replies to them for some time."""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.journal.tables import Operation


def forget_replies(age: timedelta) -> Callable[[Session, datetime], None]:
    """Upkeep that empties the replies older than `age`; a replay is then 409 `reply_pruned`."""

    def work(session: Session, now: datetime) -> None:
        session.execute(
            sa.update(Operation)
            .where(Operation.at < now - age, Operation.reply.is_not(None))
            .values(reply=None)
        )

    return work
