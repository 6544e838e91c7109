"""A morning's work: goods come in, orders go out, robots do it all on real terminals."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from server.console import Stop
from server.demo import figures, scripts
from server.demo.beside import Beside
from server.demo.buyers import CHANNELS
from server.demo.crew import Worker
from server.demo.figures import Summary
from server.demo.office import Office
from server.demo.progress import stage
from server.demo.seed import CART_SLOTS, FIRST_SERIAL, Plan, labels, take_order, take_orders
from server.demo.shifts import Robots, Shift
from server.outbound.wire.plan import CancelOrder, WaveCreate, WorkWave
from server.printing.wire import PrintLanguage

PUT_AWAY_KEY = "2"
LANES = {"PACK-1": "LANE-1", "PACK-2": "LANE-2"}


@dataclass(slots=True)
class Morning:
    """The site at work; each method is one stage with its line of progress."""

    office: Office
    folder: Path
    plan: Plan
    crew: dict[str, Worker]
    now: datetime
    robots: Robots
    screen: Beside

    @property
    def serials(self) -> tuple[str, ...]:
        """What stands on the piece that is ordered of those with serial numbers."""
        return self.plan.by_serial.serial_numbers(FIRST_SERIAL, 1)

    def work(self) -> Summary:
        """From the first order to the last carton on the truck; an eighth is left for later."""
        last = self.plan.orders - self.plan.orders // 8
        first = last - self.plan.orders // 5
        self.screen.start()
        fickle = self.first_orders(first)
        self.inbound()
        self.orders(range(first + 1, last + 1))
        self.wave()
        self.pick(fickle)
        self.pack()
        self.hand_over()
        self.orders(range(last + 1, self.plan.orders + 1))
        self.wave()
        return self.end()

    def first_orders(self, last: int) -> str:
        """The night's orders; answers the number of the one that will be cancelled."""
        with stage("orders") as line:
            for number, product in enumerate((self.plan.by_serial, self.plan.vanishing), start=1):
                take_order(self.office, product, number, self.now)
            taken = list(take_orders(self.office, self.plan, range(3, last + 1), self.now))
            line.tell(f"{2 + len(taken)} orders of {len(CHANNELS)} channels came in overnight")
            return taken[0]

    def orders(self, numbers: range) -> None:
        with stage("orders") as line:
            taken = list(take_orders(self.office, self.plan, numbers, self.now))
            line.tell(f"{len(taken)} more orders came in")

    def inbound(self) -> None:
        """Two robots receive, then put away; somebody at a painted screen puts away with them."""
        halves = [self.plan.deliveries[n::2] for n in range(2)]
        shifts = [
            Shift(self.crew[device], ("receive", "put_away"), scripts.receiving(part))
            for device, part in zip(("HH-1", "HH-2"), halves, strict=True)
        ]
        with stage("receive") as line:

            def look() -> None:
                came = figures.received(self.office)
                left = figures.tasks(self.office, "put_away")
                line.tell(f"{came} lines received, {left} to be put away")

            with self.screen.at_work(PUT_AWAY_KEY):
                self.robots.work(shifts, look)
            by_hand = figures.done_by(self.office, "put_away", self.screen.person)
            line.tell(f"{line.words}; {by_hand} errands by the painted screen")
            if not by_hand:
                raise Stop(f"The painted terminal did nothing; it shows:\n{self.screen.text}")
            figures.require_done(self.office, "put_away")

    def wave(self) -> None:
        """All that is released in one wave, several orders on a cart."""
        wave = self.office.do(WaveCreate(cart_slots=CART_SLOTS))
        while wave["state"] != "done":
            wave = self.office.do(WorkWave(wave=wave["wave"]))

    def pick(self, fickle: str) -> None:
        """Two robots pick; a shelf is found empty, and a customer changes his mind meanwhile."""
        piles = {"HH-1": ("CART-1", range(1, 100)), "HH-2": ("CART-2", range(101, 200))}
        empty = self.plan.vanishing.sku
        shifts = [
            Shift(self.crew[device], ("pick",), scripts.picking(cart, pile, self.serials, empty))
            for device, (cart, pile) in piles.items()
        ]
        cancelled: list[str] = []
        with stage("pick") as line:

            def look() -> None:
                if not cancelled and fickle in figures.waiting(self.office, "pack"):
                    self.office.do(CancelOrder(), order=fickle)
                    cancelled.append(fickle)
                told = f", {fickle} cancelled by its customer" if cancelled else ""
                line.tell(f"{figures.tasks(self.office, 'pick')} pick lists left{told}")

            self.robots.work(shifts, look)
            figures.require_done(self.office, "pick")
        self.put_back()

    def put_back(self) -> None:
        """What the cancelled order had in its tote goes back to its shelves."""
        with stage("put back") as line:

            def look() -> None:
                line.tell(f"{figures.tasks(self.office, 'put_back')} cancelled orders in totes")

            self.robots.work([Shift(self.crew["HH-2"], ("put_away",))], look)
            figures.require_done(self.office, "put_back")

    def pack(self) -> None:
        """Each piece is scanned; bench 1 reads the label just printed with a camera."""
        shifts = [
            Shift(
                self.crew[device],
                ("pack",),
                scripts.packing(lane, self.serials),
                camera=labels(self.folder) / PrintLanguage.PNG.value
                if device == "PACK-1"
                else None,
            )
            for device, lane in LANES.items()
        ]
        with stage("pack") as line:

            def look() -> None:
                line.tell(f"{figures.tasks(self.office, 'pack')} orders to be packed")

            self.robots.work(shifts, look)
            figures.require_done(self.office, "pack")

    def hand_over(self) -> None:
        shift = Shift(self.crew["HH-4"], ("hand_over",), scripts.handing_over(LANES.values()))
        with stage("hand over") as line:

            def look() -> None:
                line.tell(f"{len(figures.orders(self.office, 'done'))} orders are on the truck")

            self.robots.work([shift], look)
            figures.require_shipped(self.office)

    def end(self) -> Summary:
        """Reads what came of it from the server, its folder and `tallyman fsck`."""
        with stage("check") as line:
            summary = Summary(
                received=figures.received(self.office),
                shipped=len(figures.orders(self.office, "done")),
                printed=figures.printed(self.office, self.folder),
                labels=str(labels(self.folder)),
                fsck=figures.fsck(self.folder),
            )
            line.tell(f"labels are in {summary.labels}")
        return summary
