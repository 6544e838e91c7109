"""Badges: a random code on a card, one per person at a time."""

import secrets
from datetime import timedelta

import sqlalchemy as sa

from labels.codes import badge_code
from server.act import Act
from server.errors import Refusal
from server.identity.rank import managed
from server.identity.secret import badge_hash, make_badge_key
from server.identity.tables import Badge, PersonId
from server.identity.wire.people import BadgeIssue, BadgeIssued, BadgeRevoke, Done

LIFE = timedelta(days=365)


def issue_badge(act: Act, command: BadgeIssue) -> BadgeIssued:
    """A new badge for 365 days, or for `hours`; the one before ends.

    Refused: 404, 403 `above_your_rights`, 409 `not_active`.
    """
    person = managed(act, command.person)
    if not person.active:
        raise Refusal(409, "not_active", f"Person {person.code} does not work here any more.")
    end_badge(act, person.id)
    make_badge_key(act.session)
    badge = badge_code(secrets.choice)
    life = timedelta(hours=command.hours) if command.hours else LIFE
    row = Badge(
        person=person.id,
        hash=badge_hash(act.session, badge),
        temporary=command.hours is not None,
        issued_at=act.now,
        expires_at=act.now + life,
    )
    act.session.add(row)
    return BadgeIssued(person=person.code, badge=badge, expires_at=row.expires_at)


def revoke_badge(act: Act, command: BadgeRevoke) -> Done:
    """Refused: 404, 403 `above_your_rights`. A person without a badge stays without one."""
    end_badge(act, managed(act, command.person).id)
    return Done()


def end_badge(act: Act, person: PersonId) -> None:
    act.session.execute(
        sa.update(Badge)
        .where(Badge.person == person, Badge.ended_at.is_(None))
        .values(ended_at=act.now)
    )
