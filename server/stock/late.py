"""Facts that come in late: what was counted meanwhile is unsure, and whoever counts is told."""

from datetime import datetime, timedelta

from server.act import Act
from server.places.find import Located
from server.places.tables import Location
from server.stock.events_wire import ToldLate

LATE = timedelta(minutes=2)
"""What a slow network and a retry explain; beyond it the device was without network."""


def is_late(act: Act, happened_at: datetime | None) -> bool:
    """Whether it has happened and can't be asked about any more: nobody waits for the answer."""
    return happened_at is not None and (act.alone or act.now - happened_at > LATE)


def told_late(act: Act, happened_at: datetime | None, *places: Location | Located) -> bool:
    """Records `stock.told_late` for each place when the fact is late; counting follows it.

    The device's time decides only whether somebody looks again, never an order of things.
    """
    if happened_at is None or not is_late(act, happened_at):
        return False
    for place in places:
        act.record(ToldLate(location=place.code, happened_at=happened_at), place.code)
    return True
