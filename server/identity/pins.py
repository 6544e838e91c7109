"""PINs: six digits dealt at random, kept as argon2id, judged at most 50 times a day when wrong."""

import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy.orm import Session

from server.act import Act, Acts
from server.errors import Refusal
from server.identity.rank import managed
from server.identity.secret import badge_hash
from server.identity.tables import Badge, Device, DeviceId, Person, PersonId, Pin, PinGuess
from server.identity.wire.people import Done, Guess, PinDeal, PinDealt, PinUnlock
from server.settings import Settings
from server.words import counted

DAY = timedelta(days=1)
GUESSES_A_DAY = 50  # 50 of 10^6: a chance of 5 in 10^5 per person and day, over all devices
LONGEST_WAIT_SECONDS = 300
ANSWER_AFTER_SECONDS = 0.25  # a refusal leaves no sooner: its time tells nothing


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear a guess is; `decoy` is judged for a badge that nobody has."""

    hasher: PasswordHasher
    decoy: str
    answer_after_seconds: float


@cache
def cost(*, cheap: bool) -> Cost:
    """OWASP's argon2id parameters (19 MiB, 2 passes, 1 lane); cheap on a test database only."""
    hasher = (
        PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        if cheap
        else PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    )
    return Cost(hasher, hasher.hash("000000"), 0 if cheap else ANSWER_AFTER_SECONDS)


def cost_of(settings: Settings) -> Cost:
    return cost(cheap=settings.test_database)


def deal_pin(act: Act, command: PinDeal, at: Cost) -> PinDealt:
    """Six new digits; the old ones open nothing any more.

    Refused: 404, 403 `above_your_rights`.
    """
    person = managed(act, command.person)
    digits = f"{secrets.randbelow(10**6):06}"
    row = act.session.get(Pin, person.id) or Pin(person=person.id, hash="", dealt_at=act.now)
    row.hash, row.dealt_at = at.hasher.hash(digits), act.now
    act.session.add(row)
    _clear(act, person.id)
    return PinDealt(person=person.code, pin=digits)


def unlock_pin(act: Act, command: PinUnlock) -> Done:
    """Takes the wait and the day's count away. Refused: 404, 403 `above_your_rights`."""
    _clear(act, managed(act, command.person).id)
    return Done()


def _clear(act: Act, person: PersonId) -> None:
    act.session.execute(
        sa.update(PinGuess)
        .where(PinGuess.person == person, PinGuess.outcome == Guess.WRONG)
        .values(outcome=Guess.CLEARED)
    )


# --- judging a guess ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """A person whose badge was shown, and the row that their guess was charged to."""

    person: PersonId
    pin_hash: str
    guess: int


def judge(acts: Acts, badge: str, pin: str, device: str, at: Cost) -> PersonId:
    """Who shows this badge and knows its PIN, at the device with this code.

    A guess is charged before it is judged, so that neither a crash nor many at once are free.
    Refused: 403 `badge_or_pin` (same words and time for an unknown badge and a wrong PIN),
    429 `wait` within the back-off, 403 `pin_locked` after 50 wrong ones in 24 hours.
    """
    start = time.monotonic()
    known = acts.upkeep(lambda session, now: _charge(session, now, badge, device))
    try:
        at.hasher.verify(known.pin_hash if known else at.decoy, pin)
    except VerifyMismatchError:
        known = None
    if known is None:
        time.sleep(max(0.0, start + at.answer_after_seconds - time.monotonic()))
        raise Refusal(403, "badge_or_pin", "That badge and that PIN do not belong together.")
    acts.upkeep(lambda session, _now: _was_right(session, known.guess))
    return known.person


def _charge(session: Session, now: datetime, badge: str, device: str) -> Known | None:
    found = session.execute(
        sa.select(Person.id, Pin.hash)
        .join(Badge, Badge.person == Person.id)
        .join(Pin, Pin.person == Person.id)
        .where(
            Badge.hash == badge_hash(session, badge),
            Badge.ended_at.is_(None),
            Badge.expires_at > now,
            Person.active,
        )
        .with_for_update(of=Pin)  # guesses at one PIN queue up, or two would be the fiftieth
    ).one_or_none()
    if found is None:
        return None
    at = session.scalars(sa.select(Device.id).where(Device.code == device)).one()
    _check_day(session, now, found.id)
    _check_wait(session, now, found.id, at)
    guess = PinGuess(person=found.id, device=at, at=now, outcome=Guess.WRONG)
    session.add(guess)
    session.flush()
    return Known(found.id, found.hash, guess.id)


def _check_wait(session: Session, now: datetime, person: PersonId, device: DeviceId) -> None:
    here = sa.and_(PinGuess.person == person, PinGuess.device == device)
    since = (
        sa.select(sa.func.coalesce(sa.func.max(PinGuess.id), 0))
        .where(here, PinGuess.outcome != Guess.WRONG)
        .scalar_subquery()
    )
    failures, last = session.execute(
        sa.select(sa.func.count(), sa.func.max(PinGuess.at)).where(here, PinGuess.id > since)
    ).one()
    if not failures:
        return
    wait = min(LONGEST_WAIT_SECONDS, 2 ** min(failures - 1, 10))
    left = (last + timedelta(seconds=wait) - now).total_seconds()
    if left > 0:
        seconds = int(-(-left // 1))
        raise Refusal(
            429,
            "wait",
            f"The PIN was wrong {counted(failures, 'time')} here: wait {seconds} s,"
            " or ask for an unlock.",
            retry_after_seconds=seconds,
        )


def _check_day(session: Session, now: datetime, person: PersonId) -> None:
    judged = session.scalar(
        sa.select(sa.func.count()).where(
            PinGuess.person == person, PinGuess.outcome == Guess.WRONG, PinGuess.at > now - DAY
        )
    )
    if (judged or 0) >= GUESSES_A_DAY:
        raise Refusal(
            403,
            "pin_locked",
            f"The PIN was wrong {judged} times in 24 hours: a supervisor has to unlock it.",
        )


def _was_right(session: Session, guess: int) -> None:
    session.execute(sa.update(PinGuess).where(PinGuess.id == guess).values(outcome=Guess.RIGHT))
