"""A thousand random moves against a plain Python model: to the unit, promises included."""

from collections import defaultdict
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from server.catalog.wire import ItemCreate
from server.counting.wire.adjust import AdjustStock
from server.stock.wire import MoveStock
from server.wire import Command
from tests.server.stock.furnished import furnished, promise
from tests.server.stock.hands import Floor
from tests.site import Site

EXAMPLES, STEPS = 20, 50
BINS = st.sampled_from(["A1", "A2", "A3"])
PIECES = st.integers(1, 12)
LINES = st.sampled_from([1, 2])


class Model:
    """Bins hold pieces; some of them are promised to a line."""

    def __init__(self) -> None:
        self.on_hand: dict[str, int] = defaultdict(int)
        self.promised: dict[tuple[str, int], int] = defaultdict(int)

    def reserved(self, place: str) -> int:
        return self.promised[place, 1] + self.promised[place, 2]

    def free(self, place: str) -> int:
        return self.on_hand[place] - self.reserved(place)

    def lose(self, place: str, quantity: int) -> None:
        """Line 2 ships later: it gives way before line 1."""
        over = quantity - self.free(place)
        for line in (2, 1):
            given = min(max(over, 0), self.promised[place, line])
            self.promised[place, line] -= given
            over -= given
        self.on_hand[place] -= quantity


class Bins(RuleBasedStateMachine):
    """What a warehouse does to one item, and what must then stand where."""

    floor: Floor
    numbers = count(1)

    @initialize()
    def new_item(self) -> None:
        self.sku = f"PART{next(self.numbers)}"
        self.floor.site.do(ItemCreate(sku=self.sku, name="Part"))
        self.model = Model()

    def told(self, command: Command, *, goes: bool) -> None:
        self.floor.site.do(command, status=200 if goes else 409)

    @rule(place=BINS, quantity=PIECES)
    def receive(self, place: str, quantity: int) -> None:
        self.floor.put(self.sku, place, quantity)
        self.model.on_hand[place] += quantity

    @rule(source=BINS, to=BINS, quantity=PIECES)
    def move(self, source: str, to: str, quantity: int) -> None:
        if source == to:
            return
        goes = quantity <= self.model.free(source)
        move = MoveStock(sku=self.sku, quantity=quantity, source=source, target=to)
        self.told(move, goes=goes)
        if goes:
            self.model.on_hand[source] -= quantity
            self.model.on_hand[to] += quantity

    @rule(place=BINS, quantity=PIECES, line=LINES)
    def promised(self, place: str, quantity: int, line: int) -> None:
        if quantity <= self.model.free(place):
            promise(self.floor, self.sku, place, quantity, line=line)
            self.model.promised[place, line] += quantity

    @rule(source=BINS, to=BINS, quantity=PIECES, line=LINES)
    def move_promised(self, source: str, to: str, quantity: int, line: int) -> None:
        if source == to:
            return
        goes = quantity <= self.model.promised[source, line]
        move = MoveStock(
            sku=self.sku,
            quantity=quantity,
            source=source,
            target=to,
            document=f"SO1/{line}",
        )
        self.told(move, goes=goes)
        if goes:
            for place, sign in ((source, -1), (to, 1)):
                self.model.on_hand[place] += sign * quantity
                self.model.promised[place, line] += sign * quantity

    @rule(place=BINS, quantity=PIECES)
    def lose(self, place: str, quantity: int) -> None:
        goes = quantity <= self.model.on_hand[place]
        gone = AdjustStock(sku=self.sku, location=place, delta=-quantity, reason="gone")
        self.told(gone, goes=goes)
        if goes:
            self.model.lose(place, quantity)

    @invariant()
    def stands(self) -> None:
        if not hasattr(self, "sku"):
            return
        found = self.floor.site.get("/warehouses/MAIN/stock", sku=self.sku)["items"]
        wanted = {
            place: (on_hand, self.model.reserved(place))
            for place, on_hand in self.model.on_hand.items()
            if on_hand
        }
        assert {row["location"]: (row["on_hand"], row["reserved"]) for row in found} == wanted


def test_a_thousand_moves(site: Site) -> None:
    machine = type("Bins", (Bins,), {"floor": furnished(site)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
