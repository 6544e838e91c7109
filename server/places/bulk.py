"""Makes the locations of whole aisles at once, from a pattern of their codes."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import msgspec

from server.act import Act
from server.errors import Refusal
from server.places.bulk_wire import LocationsCreate, LocationsMade, LocationsTouched
from server.places.check_digits import deal_for
from server.places.find import stripped
from server.places.locations import columns_of, require_free
from server.places.tables import Location
from server.places.wire import Side
from server.wire import Code
from server.words import counted

MOST = 1000


def create_locations(act: Act, command: LocationsCreate) -> LocationsTouched:
    """Aisle by aisle, up one and down the next, as a picker walks.

    Refused: 422 `too_many`, 422 `bad_pattern`, 409 `exists`, 404 `not_found` (zone).
    """
    rules = columns_of(act, command)
    places = list(_places(command))
    codes = [_code(command.pattern, place) for place in places]
    require_free(act, codes)
    rows = [
        Location(
            warehouse=act.warehouse,
            code=code,
            stripped_code=stripped(code),
            sequence=command.first_sequence + n,
            **(rules | place),
        )
        for n, (code, place) in enumerate(zip(codes, places, strict=True))
    ]
    act.session.add_all(rows)
    deal_for(act, rows)
    act.record(LocationsMade(count=len(rows), first=codes[0], last=codes[-1]), codes[0])
    return LocationsTouched(locations=codes)


def _places(command: LocationsCreate) -> Iterator[dict[str, Any]]:
    """Where each location is, in the order of the walk."""
    bays = range(command.first_bay, command.last_bay + 1)
    levels = range(command.first_level, command.last_level + 1)
    positions = range(1, command.last_position + 1)
    count = len(command.aisles) * len(bays) * len(levels) * len(positions)
    if not 1 <= count <= MOST:
        raise Refusal(
            422,
            "too_many",
            f"This makes {counted(count, 'location')}; 1 to {MOST} can be made at once.",
        )
    for n, aisle in enumerate(command.aisles):
        walked = sorted(bays, key=lambda bay: _depth(command, bay), reverse=n % 2 == 1)
        for bay, level, position in product(walked, levels, positions):
            yield {
                "aisle": aisle,
                "side": command.side or (Side.LEFT if bay % 2 else Side.RIGHT),
                "bay": bay,
                "level": level,
                "position": position,
                "x_mm": command.x_mm + n * command.aisle_pitch_mm,
                "y_mm": command.y_mm + _depth(command, bay) * command.bay_pitch_mm,
            }


def _depth(command: LocationsCreate, bay: int) -> int:
    """How many bays it stands behind the first of its side; facing bays stand abreast."""
    if command.side is None:
        return (bay + 1) // 2 - (command.first_bay + 1) // 2
    return bay - command.first_bay


def _code(pattern: str, place: dict[str, Any]) -> str:
    """422 `bad_pattern` when what comes out is no code."""

    def part(match: re.Match[str]) -> str:
        return str(place[match[1]]).zfill(int(match[2] or 1))

    code = re.sub(r"\{(\w+)(?::(\d))?\}", part, pattern)
    try:
        return msgspec.convert(code, Code)
    except msgspec.ValidationError as error:
        raise Refusal(
            422, "bad_pattern", f"'{pattern}' makes '{code[:60]}', which is not a code: {error}."
        ) from error
