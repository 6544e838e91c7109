"""Sets the demonstration site up through the product's own doors: its API and its CSV uploads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from server.catalog.wire import Tracking
from server.counting.wire.counts import CountedLine, CountLocation, OpenCount
from server.demo import buyers, floor, goods, purchases
from server.demo.crew import Worker, hire
from server.demo.goods import Product
from server.demo.office import Office
from server.demo.progress import Stage, stage
from server.demo.purchases import Delivery
from server.identity.wire.site import GoLive, PolicyEdit, PolicyRules
from server.places.wire import LocationCreate, WarehouseCreate
from server.printing.wire import PrinterCreate, PrintLanguage, PrintLocations, RouteSet
from server.purchasing.wire import PurchaseOrderCreate
from server.wire import Day

ZONE = "Europe/Berlin"
CART_SLOTS = 4
FIRST_SERIAL = 5001
COUNTED_OF_TEN = 7
"""Of ten items so many are on the shelves already; the others are on their way."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the demonstration is about, drawn before it begins: the same seed, the same plan."""

    counted: list[Product]
    coming: list[Product]
    deliveries: list[Delivery]
    orders: int
    today: Day
    seed: int

    @property
    def range(self) -> list[Product]:
        return self.counted + self.coming

    @property
    def by_serial(self) -> Product:
        """Of what has serial numbers one piece is ordered."""
        return next(one for one in self.counted if one.serials)

    @property
    def vanishing(self) -> Product:
        """Stands in two pick faces, of which the first will be found empty."""
        return next(one for one in self.counted if one.tracking is Tracking.NONE)

    def everyday(self) -> list[Product]:
        """What anybody may order."""
        return [one for one in self.range if not one.serials and one != self.vanishing]


def plan(items: int, orders: int, seed: int, today: Day) -> Plan:
    """Every tenth to third item of the range is still to come."""
    range_ = goods.products(items, Random(seed))
    counted = [one for n, one in enumerate(range_) if n * 7 % 10 < COUNTED_OF_TEN]
    coming = [one for n, one in enumerate(range_) if n * 7 % 10 >= COUNTED_OF_TEN]
    dice = Random(seed + 1)
    return Plan(counted, coming, purchases.deliveries(coming, today, dice), orders, today, seed)


def set_up(office: Office, folder: Path, plan: Plan) -> dict[str, Worker]:
    """The site as it stands on the morning of its first day; answers its workers by device."""
    with stage("warehouse") as line:
        _places(office, line)
    with stage("range") as line:
        made = office.csv("/items/csv", goods.items_csv(plan.range), "sku")
        line.tell(f"{made} items with GTINs of prefix {goods.COMPANY}")
    with stage("buying") as line:
        _buying(office, line, plan)
    with stage("people") as line:
        crew = hire(office, folder)
        _printers(office, folder)
        line.tell(f"{len(crew)} people with badge and PIN, {len(crew)} devices, 3 printers")
    with stage("stock") as line:
        _count_in(office, line, plan)
        _go_live(office)
    return crew


def _places(office: Office, line: Stage) -> None:
    office.do(
        WarehouseCreate(code=office.warehouse, name="Tally & Sons Fulfilment", time_zone=ZONE)
    )
    for zone in floor.ZONES:
        office.do(zone)
    made = sum(len(office.do(one)["locations"]) for one in (floor.FACES, floor.RACKS))
    made += office.csv(f"{LocationCreate.path}/csv", floor.desks_csv(), "code")
    line.tell(f"{len(floor.ZONES)} zones, {made} locations in {ZONE}")


def _buying(office: Office, line: Stage, plan: Plan) -> None:
    for supplier in purchases.SUPPLIERS.values():
        office.do(supplier)
    content = purchases.orders_csv(plan.deliveries, plan.today)
    made = office.csv(f"{PurchaseOrderCreate.path}/csv", content, "number")
    line.tell(f"{len(purchases.SUPPLIERS)} suppliers, {made} purchase orders")


def labels(folder: Path) -> Path:
    """The folder where what is printed lands, a folder in it for each printer."""
    return folder / "labels"


def _printers(office: Office, folder: Path) -> None:
    """Papers as PDF, the labels of bench 1 as pictures, those of bench 2 as ZPL."""
    for language in PrintLanguage:
        office.do(
            PrinterCreate(
                code=language.name,
                name=f"A folder of {language.name} files",
                address=f"folder:{labels(folder).absolute() / language.value}",
                language=language,
            )
        )
    for document, station, language in ROUTES:
        office.put(RouteSet(document=document, station=station, printer=language.name))
    office.do(PrintLocations(locations=floor.faces()[:10]))


ROUTES = (
    ("location", "", PrintLanguage.ZPL),
    ("lpn", "", PrintLanguage.ZPL),
    ("carton", "", PrintLanguage.ZPL),
    ("carton", "PACK-1", PrintLanguage.PNG),
    ("packing_slip_roll", "", PrintLanguage.PDF),
)


def _count_in(office: Office, line: Stage, plan: Plan) -> None:
    """Opening stock: while the site is set up, the first count of a bin is what the book says."""
    dice = Random(plan.seed + 2)
    bins = floor.faces()
    stock = [*plan.counted, plan.vanishing]
    units = 0
    for n, (place, product) in enumerate(zip(bins, stock, strict=False), start=1):
        seen = _seen(product, plan.today, dice)
        begun = office.do(OpenCount(location=place))
        office.do(CountLocation(count=begun["count"], round=begun["round"], lines=[seen]))
        units += seen.quantity
        line.tell(f"{units} pieces counted into {n} pick faces")


def _go_live(office: Office) -> None:
    """From now on a supervisor plans the waves, and what is lost needs a second person."""
    rules = PolicyRules(automatic_waves=False, wave_cart_slots=CART_SLOTS)
    office.put(PolicyEdit(rules=rules, version=office.get(PolicyEdit.path)["version"]))
    office.do(GoLive())


def _seen(product: Product, today: Day, dice: Random) -> CountedLine:
    quantity = 6 if product.serials else dice.randrange(15, 60)
    return CountedLine(
        sku=product.sku,
        quantity=quantity,
        lot=product.lot(dice) or None,
        expires_on=purchases.expiry(product, today),
        serials=product.serial_numbers(FIRST_SERIAL, quantity),
    )


def take_orders(office: Office, plan: Plan, numbers: range, now: datetime) -> Iterator[str]:
    """Orders of what is free to promise, one by one; answers their numbers."""
    stock = {row["sku"]: row["available"] for row in office.pages("/availability")}
    dice = Random(plan.seed + 3 + numbers.start)
    for order in buyers.orders(numbers, stock, plan.everyday(), now, dice):
        yield office.do(order)["number"]


def take_order(office: Office, product: Product, number: int, now: datetime) -> str:
    """An order of one product; answers its number."""
    quantity = 1 if product.serials else 2
    order = buyers.wanted(product, quantity, number, now, Random(number))
    return str(office.do(order)["number"])
