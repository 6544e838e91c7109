"""What was seen: the lines of a count, written down and summed up per item, lot and container."""

from collections import defaultdict
from dataclasses import dataclass, field

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.tables import Item
from server.catalog.wire import Tracking
from server.counting.difference import Group
from server.counting.tables import CountLine, CountLineSerial, CountRound
from server.counting.wire.counts import CountedLine, UnknownFound
from server.errors import Refusal
from server.places.tables import Location
from server.stock.carry import move_container as carry
from server.stock.containers import is_empty
from server.stock.lots import lot
from server.stock.serials import has_serials
from server.stock.spot import container_here
from server.stock.tables import NO_CONTAINER, NO_LOT, Container, ContainerId, LotId
from server.stock.wire import ContainerState


@dataclass
class Seen:
    """What stands there by the counter's word; shut containers hold what the book says."""

    quantities: dict[Group, int] = field(default_factory=lambda: defaultdict(int))
    serials: dict[Group, set[str]] = field(default_factory=lambda: defaultdict(set))
    shut: set[ContainerId] = field(default_factory=set)


def write_down(act: Act, place: Location, begun: CountRound, lines: list[CountedLine]) -> Seen:
    """Stores the lines as told and answers their sums.

    A shut container that the book has elsewhere stands here from now on. Refused: 404
    `not_found`; 422 `count_inside`, `lot_missing`, `serials_missing`; 409 `other_expiry`.
    """
    seen = Seen()
    for n, line in enumerate(lines, start=1):
        held = container_here(act, line.container) if line.container else None
        item = item_by_sku(act.session, line.sku) if line.sku else None
        group = None
        if item is not None:
            group = Group(item.id, _lot(act, item, line), held.id if held else NO_CONTAINER)
            _sum_up(seen, item, group, line)
        elif held is not None:
            _shut(act, place, held, seen)
        else:
            act.record(UnknownFound(location=place.code, note=line.note), place.code)
        _store(act, begun, n, line, group, held)
    act.session.flush()
    return seen


def _sum_up(seen: Seen, item: Item, group: Group, line: CountedLine) -> None:
    if not has_serials(item):
        seen.quantities[group] += line.quantity
        return
    codes = set(line.serials)
    if line.quantity not in {0, len(codes)}:
        raise Refusal(
            422,
            "serials_missing",
            f"{item.sku} is kept by serial number: {line.quantity} were counted,"
            f" {len(codes)} numbers were told.",
        )
    seen.serials[group] |= codes
    seen.quantities[group] = len(seen.serials[group])


def _lot(act: Act, item: Item, line: CountedLine) -> LotId:
    if item.tracking not in {Tracking.LOT, Tracking.EXPIRY}:
        return lot(act, item.id, line.lot, line.expires_on) if line.lot else NO_LOT
    if line.lot is None and line.expires_on is None and line.quantity:
        raise Refusal(422, "lot_missing", f"{item.sku} is kept by lot: which one is it?")
    return lot(act, item.id, line.lot, line.expires_on)


def _shut(act: Act, place: Location, held: Container, seen: Seen) -> None:
    if held.state is ContainerState.MISSING or is_empty(act, held.id):
        raise Refusal(
            422, "count_inside", f"The book knows nothing in {held.code}: count what is in it."
        )
    if held.location != place.id:
        held.parent = None
        carry(act, held.id, place.id)
    seen.shut.add(held.id)


def _store(
    act: Act,
    begun: CountRound,
    n: int,
    line: CountedLine,
    group: Group | None,
    held: Container | None,
) -> None:
    row = CountLine(
        count=begun.count,
        round=begun.round,
        n=n,
        item=group.item if group else None,
        lot=group.lot if group else NO_LOT,
        container=held.id if held else NO_CONTAINER,
        quantity=line.quantity or len(set(line.serials)),
        note=line.note,
    )
    act.session.add(row)
    act.session.flush()
    for code in set(line.serials):
        act.session.add(CountLineSerial(count=begun.count, round=begun.round, n=n, code=code))
