"""A new LPN: its number is known at F7, its label is printed as soon as the server can be asked."""

from server.printing.wire import PrintLabel
from server.stock.wire import ContainerKind
from terminal.flows.ask import Answer, Do, Flow
from terminal.flows.words import say

FRESH = "fresh"
KIND = ContainerKind.PALLET.value.upper()


def is_fresh(answer: Answer) -> bool:
    """Whether F7 gave it out, so that no label of it is there yet."""
    return FRESH in answer.values


def labelled(answer: Answer) -> Flow[None]:
    """Prints the label of an LPN that F7 gave out; any other has one."""
    if is_fresh(answer):
        yield from Do(
            PrintLabel(design="lpn", facts={"code": answer.value, "kind": KIND}),
            says=say("label of {lpn}", lpn=answer.value),
            final="the label is being printed",
        )
