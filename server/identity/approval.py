"""The second person: what may be lost without one, and who may be one (domain.md 7)."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from server.act import Act
from server.db import insert_once
from server.errors import Refusal
from server.identity.roles import RIGHTS
from server.identity.site import policy
from server.identity.tables import (
    Device,
    Loss,
    LossDay,
    Person,
    PersonRole,
    PersonSession,
    StepUp,
)
from server.identity.wire.approvals import LossApproved, LossDoor
from server.identity.wire.people import Right
from server.identity.wire.site import Policy, SecondPerson, SiteMode
from server.places.tables import Warehouse
from server.words import counted

SETTING_UP = "site:setting-up"
PRESENT_FOR = timedelta(minutes=30)  # an approver whose device was used since is there to be asked

_APPROVERS = [role for role, rights in RIGHTS.items() if Right.APPROVE in rights]


@dataclass(frozen=True, slots=True)
class Approved:
    """The loss may be posted, and is written down; `by` is none within the limits."""

    by: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Needed:
    """The loss needs a second person; nothing was written."""

    why: str

    def refusal(self) -> Refusal:
        return Refusal(409, "approval_needed", self.why)


def check_loss(
    act: Act, door: LossDoor, units: int, value: int | None, evidence: str = ""
) -> Approved | Needed:
    """Whether the caller may lose so much in this act, and if so writes the loss down.

    `units` in base units, `value` in minor units of the site's currency or None where no cost
    is known (the value's limits are then skipped). Above the limits per act or per person and
    day it takes the signature of a second person under this very act (`SignAct`), or the
    caller's own right to approve, `evidence` (a recount, a photo) and a policy that allows it.
    """
    rules = policy(act.session)
    if rules.mode is SiteMode.SETTING_UP:
        return _written(act, door, units, value, evidence, by=SETTING_UP)
    if _within(act, rules, units, value):
        return _written(act, door, units, value, evidence, by=None)
    signer = _signer(act)
    if signer is None or signer == act.who.name:
        if (needed := self_approval(act, rules, evidence, act.who.name)) is not None:
            return Needed(f"{_above(rules, units, value)} {needed}")
        signer = act.who.name
    return _written(act, door, units, value, evidence, by=signer)


def signed_by(act: Act) -> str | None:
    """Who answers for this act beyond its worker's rights: who signed it, or may approve."""
    return _signer(act) or (act.who.name if act.who.may(Right.APPROVE) else None)


def approved_loss(
    act: Act, who: str, door: LossDoor, units: int, value: int | None, evidence: str = ""
) -> Approved:
    """Writes down a loss of `who` that the caller approves: for what waited for a decision."""
    return _written(act, door, units, value, evidence, by=act.who.name, who=who)


def self_approval(act: Act, rules: Policy, evidence: str, asked_by: str) -> str | None:
    """None when the caller may approve what `asked_by` did, else the sentence that says why not."""
    if not act.who.may(Right.APPROVE):
        return "A supervisor has to sign it, or it has to wait for one."
    if asked_by != act.who.name:
        return None
    if rules.second_person is SecondPerson.ALWAYS:
        return "Nobody approves their own: another supervisor has to."
    if rules.second_person is SecondPerson.WHEN_PRESENT and (other := _other_approver(act)):
        return f"{other} is here and can sign it: nobody approves their own meanwhile."
    if not evidence.strip():
        return "You may approve it yourself with a recount or a photo; say which."
    return None


def day_of(act: Act) -> date:
    """Today, by the clock on the warehouse's wall."""
    zone = act.session.scalars(
        sa.select(Warehouse.time_zone).where(Warehouse.id == act.warehouse)
    ).one()
    return act.now.astimezone(ZoneInfo(zone)).date()


def _within(act: Act, rules: Policy, units: int, value: int | None) -> bool:
    """Adds the loss to the caller's day when it stays within the limits, in one guarded update."""
    earlier = act.session.execute(
        sa.select(
            sa.func.coalesce(sa.func.sum(Loss.units), 0).label("units"),
            sa.func.coalesce(sa.func.sum(Loss.value_minor), 0).label("value"),
        ).where(Loss.entry == act.entry, Loss.approved_by.is_(None))
    ).one()
    if earlier.units + units > rules.loss_units_per_act:
        return False
    if value is not None and earlier.value + value > rules.loss_value_per_act:
        return False
    today = {"who": act.who.name, "day": day_of(act)}
    act.session.execute(insert_once(act.session, LossDay), {**today, "units": 0, "value_minor": 0})
    added = sa.update(LossDay).where(
        LossDay.who == today["who"],
        LossDay.day == today["day"],
        LossDay.units + units <= rules.loss_units_per_day,
    )
    if value is not None:
        added = added.where(LossDay.value_minor + value <= rules.loss_value_per_day)
    added = added.values(
        units=LossDay.units + units, value_minor=LossDay.value_minor + (value or 0)
    )
    return act.session.execute(added.returning(LossDay.units)).scalar() is not None


def _signer(act: Act) -> str | None:
    code = act.session.scalar(
        sa.select(Person.code)
        .join(StepUp, StepUp.approver == Person.id)
        .where(
            StepUp.operation == act.operation,
            StepUp.asked_by == act.who.name,
            StepUp.until > act.now,
            Person.active,
        )
    )
    return f"person:{code}" if code else None


def _other_approver(act: Act) -> str | None:
    return act.session.scalar(
        sa.select(Person.name)
        .join(PersonSession, PersonSession.person == Person.id)
        .join(PersonRole, PersonRole.person == Person.id)
        .join(Device, Device.id == PersonSession.device)
        .where(
            Device.warehouse == act.warehouse,
            PersonRole.role.in_(_APPROVERS),
            PersonSession.ended_at.is_(None),
            PersonSession.expires_at > act.now,
            PersonSession.seen_at > act.now - PRESENT_FOR,
            sa.literal("person:") + Person.code != act.who.name,
        )
        .order_by(Person.code)
        .limit(1)
    )


def _written(
    act: Act,
    door: LossDoor,
    units: int,
    value: int | None,
    evidence: str,
    *,
    by: str | None,
    who: str | None = None,
) -> Approved:
    loser = who or act.who.name
    act.session.add(
        Loss(
            entry=act.entry,
            warehouse=act.warehouse,
            who=loser,
            day=day_of(act),
            door=door,
            units=units,
            value_minor=value,
            evidence=evidence,
            approved_by=by,
        )
    )
    act.session.flush()
    if by not in (None, SETTING_UP):
        event = LossApproved(
            who=loser, by=by, door=door, units=units, value_minor=value, evidence=evidence
        )
        act.record(event, loser)
    return Approved(by, f"{_size(units, value)}, {'approved by ' + by if by else 'in the limits'}.")


def _size(units: int, value: int | None) -> str:
    return f"{counted(units, 'piece')} worth {'an unknown amount' if value is None else value}"


def _above(rules: Policy, units: int, value: int | None) -> str:
    return (
        f"{_size(units, value)} is above what one may lose alone: {rules.loss_units_per_act}"
        f" pieces or {rules.loss_value_per_act} in one act, {rules.loss_units_per_day} or"
        f" {rules.loss_value_per_day} in a day."
    )
