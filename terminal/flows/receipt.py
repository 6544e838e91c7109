"""A receipt at the terminal: what its order expects, what has come of it here, and its end."""

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from server.inbound.wire.expected import Expected, ExpectedLine
from server.inbound.wire.receipts import CloseReceipt, ReceiptView, Received, StillOpen
from terminal.flows.ask import Ask, Do, Flow, Show, need
from terminal.flows.words import Words, dated, say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate

SHORT = (
    Candidate("later", words="THE REST COMES LATER"),
    Candidate("short", words="NOTHING MORE COMES"),
    Candidate("on", words="GO ON RECEIVING"),
)
WHY_SHORT = (
    Candidate("not on the truck", words="NOT ON THE TRUCK"),
    Candidate("the supplier has none", words="SUPPLIER HAS NONE"),
    Candidate("lost on the way", words="LOST ON THE WAY"),
    Candidate("unknown", words="UNKNOWN"),
)
NOT_ORDERED = (
    Candidate("take", words="TAKE IT AS OVERAGE"),
    Candidate("reject", words="TURN AWAY"),
)
WHY_OVER = (
    Candidate("sent more", words="THEY SENT MORE"),
    Candidate("free of charge", words="FREE OF CHARGE"),
    Candidate("ordered otherwise", words="ORDERED OTHERWISE"),
    Candidate("unknown", words="UNKNOWN"),
)
SHOWN, MOST = 3, 7


@dataclass
class Coming:
    """What is expected, as the server told it last, and what was booked in this run.

    Which line goods fill is the server's to say; what it has not heard of yet is counted by item.
    """

    expected: Expected | None
    open: dict[int, StillOpen] = field(default_factory=dict)
    unsent: dict[str, int] = field(default_factory=dict)
    booked: int = 0
    over: dict[str, int] = field(default_factory=dict)
    damaged: dict[str, int] = field(default_factory=dict)
    said: tuple[str, ...] = ()

    @property
    def today(self) -> date | None:
        return self.expected.today if self.expected else None

    @property
    def title(self) -> Words:
        if self.expected is None:
            return say("RECEIVE BLIND")
        return say("RECEIVE {order}", order=self.expected.purchase_order)

    @property
    def lines(self) -> list[ExpectedLine]:
        """In the order in which the server fills them: it tells them so."""
        return [*self.expected.lines] if self.expected else []

    def of(self, sku: str) -> list[ExpectedLine]:
        """The lines that want it."""
        return [line for line in self.lines if line.sku == sku]

    def known(self, sku: str) -> ExpectedLine | None:
        """A line that tells what the item needs, of whichever order."""
        lines = (*self.of(sku), *(line for _, line in self.others(sku)))
        return next(iter(lines), None)

    def others(self, sku: str) -> list[tuple[str, ExpectedLine]]:
        """The supplier's other orders that want it, each with its line."""
        orders = self.expected.others if self.expected else ()
        found = [(one.purchase_order, line) for one in orders for line in one.lines]
        return [(order, line) for order, line in found if line.sku == sku]

    def wants(self, line: ExpectedLine) -> int | None:
        """How much the line was told to expect; None where that is hidden from who counts."""
        told = self.open.get(line.line)
        return told.open if told else line.open

    def left(self, sku: str) -> int | None:
        """How much of an item is still to come; None where that is hidden."""
        return self._still(sku, [self.wants(line) for line in self.of(sku)])

    def takes(self, sku: str) -> int | None:
        """How much of an item may still come before it is too much; None where that is hidden."""
        spare = [
            told.spare if (told := self.open.get(line.line)) else line.spare
            for line in self.of(sku)
        ]
        return self._still(sku, [*(self.wants(line) for line in self.of(sku)), *spare])

    def _still(self, sku: str, told: list[int | None]) -> int | None:
        known = [each for each in told if each is not None]
        if self.expected is None or len(known) < len(told):
            return None
        return max(sum(known) - self.unsent.get(sku, 0), 0)

    def book(self, sku: str, quantity: int, told: Received | None, *, damaged: bool) -> None:
        """It has come: the server tells what is left, or it is counted until it does."""
        left = self.left(sku)
        if left is not None and quantity > left:
            self.over[sku] = self.over.get(sku, 0) + quantity - left
        if damaged:
            self.damaged[sku] = self.damaged.get(sku, 0) + quantity
        self.booked += quantity
        if told is None or told.left is None:
            self.unsent[sku] = self.unsent.get(sku, 0) + quantity
        else:
            self.open |= {still.line: still for still in told.left}
            self.unsent.pop(sku, None)

    def show(self) -> Show:
        """What still comes, behind what the server said of the last line."""
        names = {line.sku: line.name for line in self.lines}
        left = [(sku, self.left(sku)) for sku in names]
        rows = tuple(
            say(
                "{count} open  {item} {name}",
                count="?" if count is None else count,
                item=sku,
                name=names[sku],
            )
            for sku, count in sorted(left, key=lambda each: each[1] == 0)
        )
        return Show(
            title=self.title,
            digits=str(self.booked),
            lines=(*self.said, *rows)[:SHOWN],
            details=rows,
            ahead=rows,
        )

    @property
    def short(self) -> dict[str, int]:
        """What has not come, by item."""
        left = {line.sku: self.left(line.sku) for line in self.lines}
        return {sku: count for sku, count in left.items() if count}

    def differences(self) -> tuple[Words, ...]:
        """Short, over and damaged, by item."""
        return (
            *(say("{count} SHORT  {item}", count=n, item=sku) for sku, n in self.short.items()),
            *(say("{count} OVER  {item}", count=n, item=sku) for sku, n in self.over.items()),
            *(say("{count} DAMAGED  {item}", count=n, item=sku) for sku, n in self.damaged.items()),
        )


def best_line(coming: Coming, sku: str, show: Show) -> Flow[int | None]:
    """The line that goods are for, where several of the same day want them; None: the first due."""
    wanting = [line for line in coming.of(sku) if coming.wants(line) != 0]
    first = next((list(lines) for _, lines in groupby(wanting, lambda x: x.expected_on)), [])
    if len(first) < 2:
        return None
    choices = tuple(
        Candidate(str(line.line), words=_line_words(line, coming.wants(line)))
        for line in first[:MOST]
    )
    ask = Ask(Kind.CHOICE, prompt="FOR WHICH LINE?", step="line", one_of=choices, show=show)
    return int((yield from need(ask)).value)


def not_ordered(coming: Coming, sku: str, show: Show) -> Flow[str]:
    """What becomes of goods that the order does not have: `take`, `reject`, or another order."""
    others = tuple(
        Candidate(order, words=say("IT IS OF {order}", order=order))
        for order, _ in coming.others(sku)[:MOST]
    )
    ask = Ask(
        Kind.CHOICE,
        prompt="NOT ON THIS ORDER",
        step="extra",
        one_of=(*NOT_ORDERED, *others),
        show=show,
    )
    return (yield from need(ask)).value


def why_over(coming: Coming, sku: str, quantity: int, show: Show) -> Flow[str]:
    """The reason for more than the order takes; empty where it takes that, or hides how much."""
    takes = coming.takes(sku) if coming.of(sku) else None
    if takes is None or quantity <= takes:
        return ""
    words = say("{count} OVER  {item}", count=quantity - takes, item=sku)
    ask = Ask(
        Kind.CHOICE,
        prompt="MORE THAN ORDERED: WHY?",
        step="over",
        one_of=WHY_OVER,
        show=replace(show, lines=(words, *show.lines)[:SHOWN]),
    )
    return (yield from need(ask)).value


def _line_words(line: ExpectedLine, left: int | None) -> Words:
    due = dated(line.expected_on) if line.expected_on else ""
    count = "?" if left is None else left
    return say("{line}: {count} open {due}", line=line.line, count=count, due=due)


def candidates(coming: Coming) -> tuple[Candidate, ...]:
    """Each item that the supplier owes, with every code that its packages carry."""
    others = coming.expected.others if coming.expected else ()
    lines = {line.sku: line for one in others for line in one.lines}
    lines |= {line.sku: line for line in coming.lines}
    return tuple(
        Candidate(
            line.sku,
            words=line.name,
            aliases=tuple(Alias(code.text, code.quantity) for code in line.barcodes),
        )
        for line in lines.values()
    )


def close(coming: Coming, receipt: str) -> Flow[bool]:
    """Closes it, after saying what is short, over or damaged; False: more is received."""
    differences = coming.differences()
    why = ""
    if coming.short:
        told = Show(title=coming.title, lines=differences[:SHOWN], details=differences)
        ask = Ask(Kind.CHOICE, prompt="IT IS NOT ALL HERE", step="rest", one_of=SHORT, show=told)
        rest = (yield from need(ask)).value
        if rest == "on":
            return False
        if rest == "short":
            asked = Ask(
                Kind.CHOICE, prompt="WHY SHORT?", step="why_short", one_of=WHY_SHORT, show=told
            )
            why = (yield from need(asked)).value
    yield from Do(
        CloseReceipt(receipt=receipt, close_order=bool(why), reason=why),
        says=say("close {number}", number=receipt),
        reply=ReceiptView,
        final="open another receipt",
    )
    return True
