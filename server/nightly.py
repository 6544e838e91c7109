"""The night's work, once per day over all processes: holds, backup, fsck, and a report of it."""

import logging
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act, Acts, Call
from server.backup import backup, backup_path, prune
from server.console import Stop
from server.db import reading
from server.feed.lease import Held
from server.feed.prune import forget_replies
from server.fsck import Finding, fsck
from server.guard import WarehouseId, system
from server.journal.tables import Operation
from server.places.tables import Warehouse
from server.runners import Runner, all_warehouses
from server.settings import Settings
from server.stock.expiry import HoldExpired, hold_expired
from server.wire import Command, Day, Event, Line, Note, Number, Reply

NAMESPACE = UUID("3f0a8a4d-6a10-5d7d-8cfb-0c9f5f0a8a41")
LOOK_SECONDS = 20.0
REPLIES_ARE_KEPT = timedelta(days=90)

log = logging.getLogger("tallyman.nightly")


class EndNight(Command, frozen=True, kw_only=True):
    """What the night's work came to; a backup that failed says why."""

    kind = "night.end"

    day: Day
    backup: Note
    backup_failed: bool
    findings: Number


class NightEnded(Reply, frozen=True, kw_only=True):
    """Nothing more to say."""


class InvariantBroken(Event, frozen=True, kw_only=True):
    """fsck found rows for which an invariant does not hold; `first` is one of them, in words."""

    kind = "fsck.broken"

    invariant: Line
    rows: Number
    first: Note


class BackupFailed(Event, frozen=True, kw_only=True):
    """There is no backup of this night."""

    kind = "backup.failed"

    why: Note


def nightly(site: Settings) -> Runner:
    """From the set hour on, in the first warehouse's time zone, unless this day's is done."""

    def work(acts: Acts, _held: Held) -> bool:
        with reading(acts.engine) as session:
            now = _local(session, acts.clock())
            warehouses = all_warehouses(session)
            done = session.get(Operation, _id(now.date(), "end")) is not None
        if now.hour >= site.nightly_hour and not done:
            run_night(acts, site, now.date(), warehouses)
        return False

    return Runner("nightly", LOOK_SECONDS, work)


def run_night(acts: Acts, site: Settings, day: date, warehouses: dict[str, WarehouseId]) -> None:
    """Every step may be repeated after a crash; the last one tells the day as done."""
    for code in sorted(warehouses):
        step = _call(day, f"expired/{code}", b"{}", warehouses, code)
        acts.perform(hold_expired, HoldExpired(), step)
    acts.upkeep(forget_replies(REPLIES_ARE_KEPT))
    said, failed = _backed_up(site, acts.clock())
    findings = fsck(acts.engine)
    end = EndNight(day=day, backup=said, backup_failed=failed, findings=len(findings))
    acts.perform(end_night, end, _call(day, "end", said.encode(), warehouses), findings)


def end_night(act: Act, command: EndNight, findings: list[Finding]) -> NightEnded:
    """Records what is wrong, for everybody who follows the feed."""
    if command.backup_failed:
        act.record(BackupFailed(why=command.backup), str(command.day))
    for found in findings:
        told = InvariantBroken(
            invariant=found.invariant, rows=found.total, first=found.rows[0][:1000]
        )
        act.record(told, found.invariant)
    return NightEnded()


def _backed_up(site: Settings, now: datetime) -> tuple[str, bool]:
    try:
        path = backup(site, backup_path(site, now))
        prune(site)
    except (Stop, OSError) as error:
        log.exception("The nightly backup failed.")
        return str(error)[:1000], True
    return str(path), False


def _local(session: Session, now: datetime) -> datetime:
    zone = session.scalar(sa.select(Warehouse.time_zone).order_by(Warehouse.id).limit(1))
    return now.astimezone(ZoneInfo(zone or "UTC"))


def _id(day: date, step: str) -> UUID:
    return uuid5(NAMESPACE, f"{day}/{step}")


def _call(
    day: date,
    step: str,
    body: bytes,
    warehouses: dict[str, WarehouseId],
    warehouse: str | None = None,
) -> Call:
    operation = _id(day, step)
    return Call(
        operation=operation,
        digest=operation.bytes * 2,
        body=body,
        authenticate=lambda _session: system("nightly", warehouses),
        warehouse=warehouse,
    )
