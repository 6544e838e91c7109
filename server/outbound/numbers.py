"""Numbers of waves and pick lists: made of their rows' identities, gaps allowed."""

import re

from sqlalchemy.orm import Session

from server.errors import not_found
from server.guard import WarehouseId
from server.outbound.tables import PickList, PickListId, Wave, WaveId


def wave_number(row: WaveId) -> str:
    return f"W{row}"


def pick_list_number(row: PickListId) -> str:
    return f"PL{row}"


def wave(session: Session, warehouse: WarehouseId, number: str, *, lock: bool = False) -> Wave:
    """404 `not_found`, also for another warehouse's."""
    row = session.get(Wave, _id(number, "W"), with_for_update=lock, populate_existing=lock)
    if row is None or row.warehouse != warehouse:
        raise not_found("wave", number)
    return row


def pick_list(
    session: Session, warehouse: WarehouseId, number: str, *, lock: bool = False
) -> PickList:
    """404 `not_found`, also for another warehouse's."""
    row = session.get(PickList, _id(number, "PL"), with_for_update=lock, populate_existing=lock)
    if row is None or row.warehouse != warehouse:
        raise not_found("pick list", number)
    return row


def pick_list_id(number: str) -> PickListId:
    return PickListId(_id(number, "PL"))


def wave_id(number: str) -> WaveId:
    return WaveId(_id(number, "W"))


def _id(number: str, letters: str) -> int:
    """0, which no row has, for what is no such number."""
    match = re.fullmatch(rf"{letters}([0-9]{{1,15}})", number)
    return int(match[1]) if match else 0
