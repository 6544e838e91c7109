"""Home: scan anything to start the right work, or take the best task."""

from msgspec import field

from labels.codes import Verb
from server.wire import Code, Count, Line, Snapshot
from terminal.flows.ask import Answer, Ask, Flow, Show, need
from terminal.flows.words import counted, named, say
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
# Errands that one line of the menu stands for.
TOGETHER = {"put_away": ("put_away", "put_back")}
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
    problems: Count = 0
    """Commands that were refused after the worker had gone on."""
    parked: Line = ""
    """The document of one's own parked task."""
    ahead: Count = 0
    """Tasks that can be done without the server, which does not answer."""
    leads: bool = False
    """Whether the board is for this person."""
    next: Line = ""
    """The best task here and now, as `kind document place`; none where there is none."""
    why: list[Line] = field(default_factory=list)
    """Why it is that one, or why there is none."""
    waits: list[Line] = field(default_factory=list)
    """Where there is none: what waits, and why it is not handed out."""
    lines_lately: Count | None = None
    """What this person did here in the last hour; None: it is not shown."""
    lines_hoped: Count = 0


def home(standing: Standing) -> Flow[Answer]:
    """Answers what was chosen or scanned; the workplace starts what it means."""
    menu = tuple(
        Candidate(name, words=_words(words, _count(standing, name))) for name, words in MENU
    )
    if standing.leads:
        menu = (*menu, Candidate("board", words="BOARD"))
    told = (
        standing.message,
        counted(standing.ahead, "{count} task is kept here", "{count} tasks are kept here")
        if standing.ahead
        else "",
        say("F8: {count} refused, look", count=standing.problems) if standing.problems else "",
        say("F3: go on with {document}", document=standing.parked) if standing.parked else "",
        _next(standing),
        _pace(standing),
    )
    lines = tuple(line for line in told if line)
    verbs = [Verb.NEXT, Verb.OK, Verb.LOGOUT, Verb.UNDO, Verb.COUNT]
    verbs += [Verb.CLOSE] if standing.problems else []
    verbs += [Verb.SKIP] if standing.parked else []
    return (
        yield from need(
            Ask(
                Kind.CHOICE,
                also=ANYTHING,
                prompt="SCAN ANYTHING",
                step="home",
                one_of=menu,
                open=True,
                commands=tuple(verbs),
                show=Show(
                    title=f"{standing.warehouse} {standing.name}",
                    lines=lines,
                    details=tuple(standing.why),
                ),
            )
        )
    )


def _next(standing: Standing) -> str:
    """What Enter takes; where there is nothing, what waits elsewhere."""
    if standing.next:
        kind, _, what = standing.next.partition(" ")
        return say("Enter: {kind} {what}", kind=named(kind), what=what)
    if standing.waits:
        return say("No work for you. {what}", what=" ".join(standing.waits))
    return say("Enter: the best task now")


def _pace(standing: Standing) -> str:
    done, hoped = standing.lines_lately, standing.lines_hoped
    if done is None or not (done or hoped):
        return ""
    if hoped:
        return say("Last hour: {done} lines of {hoped}", done=done, hoped=hoped)
    return counted(done, "Last hour: {count} line", "Last hour: {count} lines")


def kinds_of(name: str) -> tuple[str, ...]:
    """The kinds of tasks behind a line of the menu."""
    return TOGETHER.get(name, (name,))


def _count(standing: Standing, name: str) -> int:
    return sum(standing.counts.get(kind, 0) for kind in kinds_of(name))


def _words(words: str, count: int) -> str:
    return say("{what} {count}", what=say(words), count=count) if count else words
