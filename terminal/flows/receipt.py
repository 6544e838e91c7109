"""A receipt at the terminal: what its order expects, what has come of it here, and its end."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from server.inbound.wire.expected import Expected, ExpectedLine
from server.inbound.wire.receipts import CloseReceipt, ReceiptView
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
SHOWN = 3


@dataclass
class Coming:
    """What is expected and what was booked in this run, line by line of the order."""

    expected: Expected | None
    came: dict[int, int] = field(default_factory=dict)
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
        """As the server fills them: the earliest due first."""
        lines = self.expected.lines if self.expected else []
        return sorted(lines, key=lambda line: (line.expected_on or date.max, line.line))

    def left(self, line: ExpectedLine) -> int | None:
        """How much a line still expects; None where that is hidden from whoever counts."""
        return None if line.open is None else max(line.open - self.came.get(line.line, 0), 0)

    def of(self, sku: str, chosen: int | None = None) -> list[ExpectedLine]:
        """The lines that want it, the chosen one first."""
        lines = [line for line in self.lines if line.sku == sku]
        return sorted(lines, key=lambda line: line.line != chosen)

    def book(self, sku: str, quantity: int, chosen: int | None, *, damaged: bool) -> None:
        """What has come fills the lines as the server fills them; the rest is over."""
        rest = quantity
        for line in self.of(sku, chosen):
            left = self.left(line)
            part = rest if left is None else min(left, rest)
            self.came[line.line] = self.came.get(line.line, 0) + part
            rest -= part
        if rest and self.expected is not None:
            self.over[sku] = self.over.get(sku, 0) + rest
        if damaged:
            self.damaged[sku] = self.damaged.get(sku, 0) + quantity

    def show(self) -> Show:
        """What still comes, behind what the server said of the last line."""
        left = [(line, self.left(line)) for line in self.lines]
        rows = tuple(
            say(
                "{count} open  {item} {name}",
                count="?" if count is None else count,
                item=line.sku,
                name=line.name,
            )
            for line, count in sorted(left, key=lambda each: each[1] == 0)
        )
        booked = sum(self.came.values()) + sum(self.over.values())
        return Show(
            title=self.title,
            digits=str(booked),
            lines=(*self.said, *rows)[:SHOWN],
            details=rows,
            ahead=rows,
        )

    def differences(self) -> tuple[Words, ...]:
        """Short, over and damaged, by item."""
        short = [(line.sku, self.left(line) or 0) for line in self.lines]
        return (
            *(say("{count} SHORT  {item}", count=n, item=sku) for sku, n in short if n),
            *(say("{count} OVER  {item}", count=n, item=sku) for sku, n in self.over.items()),
            *(say("{count} DAMAGED  {item}", count=n, item=sku) for sku, n in self.damaged.items()),
        )


def best_line(coming: Coming, sku: str, show: Show) -> Flow[int | None]:
    """The line that goods are for, where several of the same day want them; None: the first due."""
    wanting = [line for line in coming.of(sku) if coming.left(line) != 0]
    first = next((list(lines) for _, lines in groupby(wanting, lambda x: x.expected_on)), [])
    if len(first) < 2:
        return None
    choices = tuple(
        Candidate(str(line.line), words=_line_words(line, coming.left(line))) for line in first[:9]
    )
    ask = Ask(Kind.CHOICE, prompt="FOR WHICH LINE?", step="line", one_of=choices, show=show)
    return int((yield from need(ask)).value)


def _line_words(line: ExpectedLine, left: int | None) -> Words:
    due = dated(line.expected_on) if line.expected_on else ""
    count = "?" if left is None else left
    return say("{line}: {count} open {due}", line=line.line, count=count, due=due)


def candidates(coming: Coming) -> tuple[Candidate, ...]:
    """Each item of the order with every code that its packages carry."""
    lines = {line.sku: line for line in coming.lines}
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
    short, why = any(coming.left(line) for line in coming.lines), ""
    if short:
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
