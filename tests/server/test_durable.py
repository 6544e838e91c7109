"""A commit is on the disk before it is answered; a kill can't tell, the page cache outlives it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.site import Site

SYNCED: dict[str, dict[str, Any]] = {
    "sqlite": {"PRAGMA synchronous": 2, "PRAGMA journal_mode": "wal"},  # 2 is FULL
    "postgresql": {"SHOW synchronous_commit": "on", "SHOW fsync": "on"},
}


def test_every_connection_that_acts_waits_for_the_disk(site: Site) -> None:
    def asked(session: Session) -> dict[str, Any]:
        wanted = SYNCED[site.engine.dialect.name]
        return {each: session.execute(sa.text(each)).scalar() for each in wanted}

    told = site.acts.upkeep(lambda session, _now: asked(session))
    assert told == SYNCED[site.engine.dialect.name]
