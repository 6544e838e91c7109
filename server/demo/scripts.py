"""What a robot must be told: true counts, damage, totes from the pile, the empty shelf."""

from collections.abc import Iterable, Iterator

from labels.codes import Kind, Verb, command_code, house_code, number_code
from server.demo.purchases import Arriving, Delivery
from server.places.find import stripped

DOCK = "DOCK-1"
LPN_FROM = 18
"""Deliveries of so many pieces come on a pallet of their own; fewer are carried loose."""


def place(code: str) -> str:
    """What stands on the label of a location."""
    return house_code(Kind.LOCATION, stripped(code))


def receiving(deliveries: Iterable[Delivery]) -> dict[str, str | list[str]]:
    """Purchase orders one after the other, each closed when its last line has come."""
    script: dict[str, list[str]] = {step: [] for step in ("po", "item", "damaged", "qty")}
    script |= {"serial": [], "on": []}
    for delivery in deliveries:
        script["po"].append(house_code(Kind.PURCHASE_ORDER, stripped(delivery.number)))
        for line in delivery.lines:
            for step, text in _line(line):
                script[step].append(text)
        script["item"].append(command_code(Verb.CLOSE))
    return {**script, "dock": place(DOCK)}


def _line(line: Arriving) -> Iterator[tuple[str, str]]:
    """A line's answers: good pieces by a scan of the item, broken ones by the card DAMAGED."""
    came = line.quantity + line.over
    good = came - line.damaged
    scan = line.product.scan(line.lot, line.expires_on)
    yield "item", scan
    yield "qty", number_code(good)
    yield from (("serial", serial) for serial in line.serials)
    yield "on", command_code(Verb.PRINT) if good >= LPN_FROM else place(DOCK)
    if line.damaged:
        yield "item", command_code(Verb.BROKEN)
        yield "qty", number_code(line.damaged)
        yield "damaged", scan
        yield "on", place(DOCK)


def picking(
    cart: str, pile: range, serials: Iterable[str], empty_of: str
) -> dict[str, str | list[str]]:
    """Totes from the pile; the first shelf where `empty_of` is looked for holds none of it."""
    return {
        "cart": place(cart),
        "tote": [house_code(Kind.TOTE, f"{number:06}") for number in pile],
        "serial": list(serials),
        "drop": [place(f"STAGE-{1 + n % 6}") for n in pile],
        f"item {empty_of}": [command_code(Verb.SHORT)],
        "found": number_code(0),
    }


def practice(device: int) -> dict[str, str | list[str]]:
    """What F12 scans where a prompt can't tell; each device has totes and a cart of its own."""
    pile = range(301 + 50 * device, 351 + 50 * device)
    return {
        "tote": [house_code(Kind.TOTE, f"{number:06}") for number in pile],
        "cart": place(f"CART-{4 - device % 4}"),
        "drop": place("STAGE-1"),
        "bench": place("BENCH-3"),
        "lane": place("LANE-3"),
        "collected": place("LANE-3"),
        "dock": place(DOCK),
    }


def packing(lane: str, serials: Iterable[str]) -> dict[str, str | list[str]]:
    return {"lane": place(lane), "serial": list(serials)}


def handing_over(lanes: Iterable[str]) -> dict[str, str | list[str]]:
    return {"collected": [place(lane) for lane in lanes]}
