"""Devices: named, made ours by a one-time code, shut out when they are lost."""

import hmac
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.db import page_of, paged
from server.door import Reading, Visit
from server.errors import Refusal, not_found
from server.identity.find import device_by_code
from server.identity.secret import digest, draw
from server.identity.tables import Device, Enrolment, Person, PersonSession
from server.identity.wire.devices import (
    DeviceCreate,
    DeviceEnrol,
    DeviceEnrolled,
    DeviceRevoke,
    DeviceView,
    EnrolmentOpen,
    EnrolmentOpened,
)
from server.identity.wire.people import Done
from server.places.tables import Warehouse
from server.wire import Page

ENROLMENT_LIFE = timedelta(minutes=10)
ENROLMENT_TRIES = 5
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 8 of them: 40 bits, none like another on a screen


def create_device(act: Act, command: DeviceCreate) -> DeviceView:
    """Refused: 409 `exists`, 404 for a warehouse."""
    scope = act.who.scope(command.warehouse)
    if act.session.scalar(sa.select(Device.id).where(Device.code == command.code)):
        raise Refusal(409, "exists", f"There is a device {command.code} already.")
    act.session.add(Device(code=command.code, name=command.name, warehouse=scope.id))
    return DeviceView(
        code=command.code,
        name=command.name,
        warehouse=scope.code,
        enrolled_at=None,
        revoked_at=None,
    )


def open_enrolment(act: Act, command: EnrolmentOpen) -> EnrolmentOpened:
    """A new code for ten minutes; one given before is void.

    Refused: 404, 409 `revoked`.
    """
    device = _ours(act, command.device)
    if device.revoked_at:
        raise Refusal(409, "revoked", f"Device {device.code} was revoked; make a new one.")
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    act.session.execute(sa.delete(Enrolment).where(Enrolment.device == device.id))
    row = Enrolment(device=device.id, hash=digest(code), expires_at=act.now + ENROLMENT_LIFE)
    act.session.add(row)
    return EnrolmentOpened(device=device.code, code=code, expires_at=row.expires_at)


def enrol(visit: Visit, command: DeviceEnrol) -> DeviceEnrolled:
    """Gives the device its secret and uses the code up; a secret it had before is void.

    Refused: 403 `enrolment_refused`, the same for an unknown device, a wrong code, a late one
    and a sixth try.
    """
    visit.acts.upkeep(lambda session, now: _charge_try(session, now, command.device))
    return visit.acts.upkeep(lambda session, now: _enrolled(session, now, command))


def _charge_try(session: Session, now: datetime, code: str) -> None:
    device = sa.select(Device.id).where(Device.code == code).scalar_subquery()
    charged = session.execute(
        sa.update(Enrolment)
        .where(
            Enrolment.device == device,
            Enrolment.tries < ENROLMENT_TRIES,
            Enrolment.expires_at > now,
        )
        .values(tries=Enrolment.tries + 1)
        .returning(Enrolment.device)
    ).scalar()
    if charged is None:
        raise _enrolment_refused()


def _enrolled(session: Session, now: datetime, command: DeviceEnrol) -> DeviceEnrolled:
    device = device_by_code(session, command.device)
    row = session.get(Enrolment, device.id, with_for_update=True)
    if row is None or device.revoked_at or not hmac.compare_digest(row.hash, digest(command.code)):
        raise _enrolment_refused()
    session.delete(row)
    secret = draw()
    device.secret_hash, device.enrolled_at = digest(secret), now
    warehouse = session.get_one(Warehouse, device.warehouse)
    return DeviceEnrolled(device=device.code, warehouse=warehouse.code, device_secret=secret)


def _enrolment_refused() -> Refusal:
    return Refusal(
        403,
        "enrolment_refused",
        "That device and that code do not belong together, or the code is used up or too old.",
    )


def revoke_device(act: Act, command: DeviceRevoke) -> Done:
    """Refused: 404. Ends the session that is open there."""
    device = _ours(act, command.device)
    device.revoked_at = device.revoked_at or act.now
    act.session.execute(
        sa.update(PersonSession)
        .where(PersonSession.device == device.id, PersonSession.ended_at.is_(None))
        .values(ended_at=act.now)
    )
    return Done()


def _ours(act: Act, code: str) -> Device:
    device = device_by_code(act.session, code)
    if device.warehouse not in act.who.warehouses.values():
        raise not_found("device", code)
    return device


def list_devices(reading: Reading, cursor: str | None, limit: int) -> Page[DeviceView]:
    """The devices of the warehouses that the caller sees, by code."""
    query = (
        sa.select(
            Device.name,
            Warehouse.code.label("warehouse"),
            Device.enrolled_at,
            Device.revoked_at,
            Device.code,
            Person.code.label("person"),
            PersonSession.seen_at,
        )
        .join(Warehouse, Warehouse.id == Device.warehouse)
        .outerjoin(
            PersonSession,
            sa.and_(PersonSession.device == Device.id, PersonSession.ended_at.is_(None)),
        )
        .outerjoin(Person, Person.id == PersonSession.person)
        .where(Device.warehouse.in_(reading.who.warehouses.values()))
    )
    rows, following = paged(reading.session, query, ((Device.code, str),), cursor, limit)
    return page_of([DeviceView(**row._asdict()) for row in rows], following)
