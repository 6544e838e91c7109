"""Home: scan anything to start the right work, or take the best task."""

from msgspec import field

from labels.codes import Verb
from server.wire import Code, Line, Snapshot
from terminal.flows.ask import Answer, Ask, Flow, Show, need
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

MENU = (
    ("receive", "RECEIVE"),
    ("put_away", "PUT AWAY"),
    ("pick", "PICK"),
    ("pack", "PACK"),
    ("count", "COUNT"),
    ("move", "MOVE"),
    ("returns", "RETURN"),
    ("hand_over", "HAND OVER"),
)
ANYTHING = (
    Kind.PO,
    Kind.ASN,
    Kind.LPN,
    Kind.SSCC,
    Kind.TOTE,
    Kind.ORDER,
    Kind.TASK,
    Kind.COUNT,
    Kind.SHIP,
    Kind.RMA,
    Kind.LOC,
    Kind.ITEM,
    Kind.LOT,
    Kind.SERIAL,
)


class Standing(Snapshot, frozen=True, kw_only=True):
    """What home shows: who is at work, how much there is of each kind, messages."""

    name: Line
    warehouse: Code
    counts: dict[str, int] = field(default_factory=dict)
    message: Line = ""


def home(standing: Standing) -> Flow[Answer]:
    """Answers what was chosen or scanned; the workplace starts what it means."""
    menu = tuple(
        Candidate(name, words=_words(words, standing.counts.get(name, 0))) for name, words in MENU
    )
    lines = tuple(line for line in (standing.message, "Enter: the best task now") if line)
    return (
        yield from need(
            Ask(
                Kind.CHOICE,
                also=ANYTHING,
                prompt="SCAN ANYTHING",
                step="home",
                one_of=menu,
                open=True,
                commands=(Verb.NEXT, Verb.OK, Verb.LOGOUT),
                show=Show(title=f"{standing.warehouse} {standing.name}", lines=lines),
            )
        )
    )


def _words(words: str, count: int) -> str:
    return f"{words} {count}" if count else words
