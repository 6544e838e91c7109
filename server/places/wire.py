"""Messages about places."""

from typing import Annotated

from msgspec import Meta

from server.wire import Code, Command, Name, Number, Reply

TimeZone = Annotated[
    str, Meta(pattern=r"\A[A-Za-z0-9_+/-]+\Z", max_length=60, description="IANA time zone.")
]


class WarehouseCreate(Command, frozen=True, kw_only=True):
    """Opens a warehouse; its code is for ever."""

    kind = "warehouse.create"
    path = "/warehouses"

    code: Code
    name: Name
    time_zone: TimeZone = "UTC"


class WarehouseEdit(Command, frozen=True, kw_only=True):
    """The whole of a warehouse as it shall be, made from `version`."""

    kind = "warehouse.edit"
    path = "/warehouses/{warehouse:str}"

    name: Name
    time_zone: TimeZone
    version: Number


class WarehouseView(Reply, frozen=True, kw_only=True):
    """A warehouse."""

    code: Code
    name: Name
    time_zone: TimeZone
    version: Number
