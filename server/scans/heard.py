"""What terminals have scanned: kept for 30 days, shown to who supervises."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from server.db import insert_once
from server.door import Reading
from server.errors import Refusal
from server.scans.tables import ScanHeard
from server.scans.wire import HeardList, HeardQuery, HeardView, ScansHeard

KEPT = timedelta(days=30)
MOST = 50


def keep(reading: Reading, told: ScansHeard) -> HeardList:
    """Drops what is too old. Refused: 403 `device_needed`."""
    if reading.who.device is None:
        raise Refusal(403, "device_needed", f"{reading.who.name} is no device: it scans nothing.")
    rows = [
        {
            "warehouse": reading.warehouse,
            "device": reading.who.device,
            "person": reading.who.name,
            "scan": UUID(one.scan),
            "at": min(one.at, reading.now),
            "raw": one.raw,
            "source": one.source,
            "prompt": one.prompt,
            "reading": one.reading,
            "result": one.result,
        }
        for one in told.scans
    ]
    if rows:
        reading.session.execute(insert_once(reading.session, ScanHeard), rows)
    old = sa.and_(
        ScanHeard.warehouse == reading.warehouse,
        ScanHeard.device == reading.who.device,
        ScanHeard.at < reading.now - KEPT,
    )
    reading.session.execute(sa.delete(ScanHeard).where(old))
    return HeardList(scans=[])


def last(reading: Reading, wanted: HeardQuery) -> HeardList:
    """The latest first; of all devices where neither is named."""
    query = sa.select(ScanHeard).where(ScanHeard.warehouse == reading.warehouse)
    if wanted.device:
        query = query.where(ScanHeard.device == wanted.device)
    if wanted.person:
        query = query.where(ScanHeard.person == f"person:{wanted.person}")
    rows = reading.session.scalars(query.order_by(ScanHeard.at.desc(), ScanHeard.id).limit(MOST))
    return HeardList(
        scans=[
            HeardView(
                scan=str(row.scan),
                at=row.at,
                raw=row.raw,
                source=row.source,
                prompt=row.prompt,
                reading=row.reading,
                result=row.result,
                device=row.device,
                person=row.person,
            )
            for row in rows
        ]
    )
