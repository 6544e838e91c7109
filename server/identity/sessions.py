"""Sessions: a person at a device, from the badge and PIN until sign-out, idleness or revocation."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.door import Visit
from server.errors import Refusal
from server.identity.authenticate import over_at
from server.identity.find import device_by_code, roles_of
from server.identity.pins import cost_of, judge
from server.identity.rank import managed
from server.identity.roles import rights_of
from server.identity.secret import badge_hash, digest, draw
from server.identity.site import policy
from server.identity.tables import Badge, Device, Person, PersonId, PersonSession
from server.identity.wire.devices import (
    BadgeLanguage,
    BadgeShown,
    LockScreen,
    SessionsRevoke,
    SignedIn,
    SignIn,
    SignOut,
    Unlock,
    UnlockedOffline,
    UnlockOffline,
)
from server.identity.wire.people import Done
from server.places.tables import Warehouse


def sign_in(visit: Visit, command: SignIn) -> SignedIn:
    """Opens a session bound to the device; ends the one there and the person's one elsewhere.

    Refused: 403 `device_needed`, and as `pins.judge`.
    """
    device = device_of(visit)
    person = judge(visit.acts, command.badge, command.pin, device, cost_of(visit.settings))
    return visit.acts.upkeep(lambda session, now: _opened(session, now, person, device))


def language_of(visit: Visit, command: BadgeShown) -> BadgeLanguage:
    """The language of whoever the badge is of; English where it is nobody's.

    Refused: 403 `device_needed`.
    """
    device_of(visit)
    return visit.acts.upkeep(lambda session, now: _language(session, now, command.badge))


def _language(session: Session, now: datetime, badge: str) -> BadgeLanguage:
    known = session.scalar(
        sa.select(Person.language)
        .join(Badge, Badge.person == Person.id)
        .where(
            Badge.hash == badge_hash(session, badge),
            Badge.ended_at.is_(None),
            Badge.expires_at > now,
            Person.active,
        )
    )
    return BadgeLanguage(language=known or "en")


def device_of(visit: Visit) -> str:
    """The enrolled device that this comes from; 403 `device_needed`."""
    if visit.who.device is None:
        raise Refusal(
            403, "device_needed", f"{visit.who.name} is no enrolled device; badges are shown there."
        )
    return visit.who.device


def _opened(session: Session, now: datetime, person: PersonId, device: str) -> SignedIn:
    at = device_by_code(session, device)
    session.execute(
        sa.update(PersonSession)
        .where(
            PersonSession.ended_at.is_(None),
            sa.or_(PersonSession.person == person, PersonSession.device == at.id),
        )
        .values(ended_at=now)
    )
    rules, token = policy(session), draw()
    row = PersonSession(
        code=draw(),
        token_hash=digest(token),
        person=person,
        device=at.id,
        idle_seconds=rules.session_idle_minutes * 60,
        opened_at=now,
        seen_at=now,
        expires_at=now + timedelta(hours=rules.session_hours),
    )
    session.add(row)
    return _signed_in(session, row, at, token)


def _signed_in(session: Session, row: PersonSession, at: Device, token: str) -> SignedIn:
    person = session.get_one(Person, row.person)
    roles = roles_of(session, person.id)
    warehouse, rules = session.get_one(Warehouse, at.warehouse), policy(session)
    return SignedIn(
        session=row.code,
        token=token,
        person=person.code,
        name=person.name,
        language=person.language,
        roles=roles,
        rights=sorted(rights_of(roles)),
        warehouse=warehouse.code,
        expires_at=row.expires_at,
        time_zone=warehouse.time_zone,
        lines_per_hour=rules.lines_per_hour if rules.own_figures else None,
    )


def sign_out(act: Act, _command: SignOut) -> Done:
    """Refused: 409 `no_session` for a key. Signing out twice changes nothing."""
    row = _own(act)
    row.ended_at = row.ended_at or act.now
    return Done()


def lock_screen(act: Act, _command: LockScreen) -> Done:
    """Refused: 409 `no_session` for a key."""
    row = _own(act)
    row.locked_at = row.locked_at or act.now
    return Done()


def unlock_offline(act: Act, command: UnlockOffline) -> Done:
    """Marks it in the journal. Refused: 409 `no_session` for a key."""
    _own(act)
    told = UnlockedOffline(
        person=act.who.name, device=act.who.device or "", happened_at=command.happened_at
    )
    act.record(told, act.who.name)
    return Done()


def _own(act: Act) -> PersonSession:
    if act.who.session is None:
        raise Refusal(409, "no_session", f"{act.who.name} is not signed in at a device.")
    return act.session.get_one(PersonSession, act.who.session, with_for_update=True)


def unlock(visit: Visit, command: Unlock) -> Done:
    """The same badge on the same device opens the session again, without the PIN.

    Refused: 403 `device_needed`, 403 `badge_or_pin` for anybody else's badge or session.
    """
    device = device_of(visit)

    return visit.acts.upkeep(lambda session, now: _unlocked(session, now, device, command))


def _unlocked(session: Session, now: datetime, device: str, command: Unlock) -> Done:
    row = session.scalar(
        sa.select(PersonSession)
        .join(Badge, Badge.person == PersonSession.person)
        .join(Device, Device.id == PersonSession.device)
        .where(
            PersonSession.code == command.session,
            PersonSession.ended_at.is_(None),
            Device.code == device,
            Badge.hash == badge_hash(session, command.badge),
            Badge.ended_at.is_(None),
            Badge.expires_at > now,
        )
        .with_for_update(of=PersonSession)
    )
    if row is None or over_at(row) <= now:
        raise Refusal(403, "badge_or_pin", "That badge does not open this session: sign in.")
    row.locked_at, row.seen_at = None, now
    return Done()


def revoke_by_person(act: Act, command: SessionsRevoke) -> Done:
    """Refused: 404, 403 `above_your_rights`."""
    revoke_sessions(act, managed(act, command.person).id)
    return Done()


def revoke_sessions(act: Act, person: PersonId) -> None:
    """Ends every session of a person; what they hold unsent waits for their next sign-in."""
    act.session.execute(
        sa.update(PersonSession)
        .where(PersonSession.person == person, PersonSession.revoked_at.is_(None))
        .values(revoked_at=act.now, ended_at=sa.func.coalesce(PersonSession.ended_at, act.now))
    )
