"""What a picker proves at each stop: the site's rules, and where they would let a mistake pass."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from server.door import Reading
from server.identity.site import policy
from server.identity.wire.site import Policy, Verify
from server.places.tables import Location, LocationId, Zone
from server.stock.tables import NO_CONTAINER, Balance
from server.work.tables import Task
from server.work.wire import TaskKind, TaskState

ALONE = frozenset({Verify.LOC, Verify.CHECK})
"""Where the item is not scanned, nothing else may lie there (terminal 4.12, rule 8)."""


def levels(reading: Reading, lines: Sequence[Any]) -> dict[int, Verify]:
    """The level of each line, by its number; lines that are not told have place and item."""
    rules = policy(reading.session)
    if not rules.pick_verify or _is_new(reading, rules):
        return {}
    zones = _zones(reading, {line.place for line in lines})
    wanted = {line.number: _ruled(reading, rules, line, zones) for line in lines}
    mixed = _mixed(reading, {line.place for line in lines if wanted[line.number] in ALONE})
    return {
        line.number: wanted[line.number]
        for line in lines
        if _holds(wanted[line.number], line, mixed)
    }


def _ruled(reading: Reading, rules: Policy, line: Any, zones: dict[LocationId, str]) -> Verify:
    person = reading.who.name.removeprefix("person:")
    for rule in rules.pick_verify:
        named = ((rule.zone, zones.get(line.place)), (rule.sku, line.sku), (rule.person, person))
        if all(asked in {None, found} for asked, found in named):
            return rule.verify
    return Verify.LOC_ITEM


def _holds(level: Verify, line: Any, mixed: Collection[LocationId]) -> bool:
    """Whether the level proves anything at that place."""
    if level is Verify.LPN:
        return bool(line.container_id != NO_CONTAINER)
    if level is Verify.CHECK and line.check_blue is None:
        return False
    return not (level in ALONE and line.place in mixed)


def _is_new(reading: Reading, rules: Policy) -> bool:
    if not rules.new_picker_lists:
        return False
    done = (
        sa.select(Task.id)
        .where(
            Task.worker == reading.who.name,
            Task.state == TaskState.DONE,
            Task.kind == TaskKind.PICK,
        )
        .limit(rules.new_picker_lists)
    )
    return len(reading.session.execute(done).all()) < rules.new_picker_lists


def _zones(reading: Reading, places: Collection[LocationId]) -> dict[LocationId, str]:
    rows = reading.session.execute(
        sa.select(Location.id, Zone.code)
        .join(Zone, Zone.id == Location.zone)
        .where(Location.id.in_(places))
    )
    return {LocationId(place): zone for place, zone in rows}


def _mixed(reading: Reading, places: Collection[LocationId]) -> set[LocationId]:
    """Places with more than one item or lot in them."""
    rows = reading.session.execute(
        sa.select(Balance.location, Balance.item, Balance.lot)
        .where(Balance.location.in_(places), Balance.on_hand > 0)
        .distinct()
    )
    found = Counter(LocationId(row.location) for row in rows)
    return {place for place, kinds in found.items() if kinds > 1}
