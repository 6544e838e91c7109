"""A barcode that nobody knows is linked to an item of the order that has come."""

from server.catalog.wire import BarcodeLink, LevelName
from terminal.flows import reasons
from terminal.flows.ask import Ask, Do, Flow, Show, need
from terminal.flows.receipt import Coming
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

LINK = reasons.Exceptional("1", "LINK ITS BARCODE", name="link")


def link(coming: Coming, show: Show) -> Flow[str]:
    """The code, the item of the order, the pack that carries it; the server is asked each time."""
    ask = Ask(Kind.TEXT, prompt="SCAN UNKNOWN BARCODE", step="code", unseen=True, show=show)
    code = (yield from need(ask)).value
    lines = {line.sku: line for line in coming.lines}
    choices = tuple(Candidate(sku, words=f"{sku} {line.name}") for sku, line in lines.items())
    asked = Ask(Kind.CHOICE, prompt="WHICH ITEM IS IT?", step="item", one_of=choices, show=show)
    sku = (yield from need(asked)).value
    levels = {LevelName.EACH: 1}
    levels |= {known.level: known.quantity for known in lines[sku].barcodes}
    level = LevelName.EACH
    if len(levels) > 1:
        packs = tuple(
            Candidate(name.value, words=say("{count} IN A {pack}", count=n, pack=name.value))
            for name, n in sorted(levels.items(), key=lambda each: each[1])
        )
        which = Ask(Kind.CHOICE, prompt="ON WHICH PACK?", step="pack", one_of=packs, show=show)
        level = LevelName((yield from need(which)).value)
    says = say("{code} is {item}", code=code, item=sku)
    yield from Do(
        BarcodeLink(sku=sku, text=code, level=level),
        says=says,
        final="unbind it in the catalogue",
        back="code",
    )
    return says
