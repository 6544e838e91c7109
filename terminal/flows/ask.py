"""The words a procedure is written in: Ask, Do, and what comes back for them.

A flow is a generator that yields Asks and Dos. It is pure and deterministic: it sees its snapshot
and what is sent back, nothing else, because resume and undo run it again from the start. It is
best written with `yield from`, which is typed:

    def pick_line(line: PickLine) -> Flow[None]:
        place = yield from Ask(Kind.LOC, one_of=only(line.source), exceptions=PICK)
        if isinstance(place, Raised):
            return (yield from pick_exception(line, place))
        goods = yield from Ask(Kind.ITEM, one_of=(line.item,), quantity=Rule(expected=line.open))
        ...
        picked = yield from Do(ConfirmPick(...), says="pick 3 x 100234", reply=Picked)

`yield from need(Ask(...))` is for an Ask without exceptions: it gives an Answer, never a Raised.
"""

from collections.abc import Generator
from dataclasses import KW_ONLY, dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeAlias, TypeVar

from msgspec import Struct

from labels.codes import Verb
from server.wire import Command
from terminal.flows.reasons import Exceptional, Reason
from terminal.flows.words import any_of, say
from terminal.scan.raw import Source
from terminal.scan.reading import Kind
from terminal.scan.wanted import Wanted

R = TypeVar("R")


class Manual(StrEnum):
    """Whether what is asked may be typed: not at all, with a reason, or freely."""

    NEVER = "never"
    REASON = "reason"
    ALLOWED = "allowed"


@dataclass(frozen=True)
class Rule:
    """How much (terminal 5.6), in base units; a weight in grams.

    `expected` is what an answer without digits means (None: nothing is taken for granted, as in
    a blind count or a purchase order); more than `most` is E-QTY; ten times
    `plenty` is asked about. `units` says what one of each letter of quantity.UNITS holds:
    {"c": 12} lets `2c` mean 24. `fewer` is offered when less than expected is typed before the
    scan; the reason chosen comes back in the Answer.
    """

    expected: int | None = None
    _: KW_ONLY
    most: int | None = None
    least: int = 1
    plenty: int | None = None
    units: dict[str, int] = field(default_factory=dict)
    fewer: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Show:
    """What the worker sees beside the question; every text is painted as data, without markup.

    `title` the bar (`PICK W42 3/17`), `target` the thing to find, `digits` a number in three-row
    figures, `lines` at most three groups, `details` what F6 adds, `ahead` the next lines (wide
    screens).
    """

    title: str = ""
    target: str = ""
    digits: str = ""
    lines: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ask(Wanted):
    """One question to the worker (terminal 5.1); what may be scanned is told in Wanted.

    - `prompt`: imperative and object; "SCAN " and the kinds unless given.
    - `step`: a stable name, the kind's unless a flow asks one kind twice.
    - `one_of` of a CHOICE or REASON is the numbered list, chosen by digit or by scan.
    - `override`: reasons that let another value of the same kind pass; the Answer carries it.
    - `commands`: verbs that answer this Ask (Answer.kind is CMD, Answer.value the verb).
    - `quantity`: rule for the amount that goes with the scan; for kind QTY or WEIGHT, of itself.
    - `default`: what Enter answers. Never set it to a purchase order's quantity.
    - `exceptions`: what F2 offers; chosen, a Raised comes back instead of an Answer.
    - `jumps` (of Wanted): kinds that leave the flow. `secret`: typed as dots, never written.
    - `fresh`: F7 answers with a new LPN number of this device's (see fresh.py).
    - `counting`: the same code again soon is another piece, not a bounce.
    """

    _: KW_ONLY
    prompt: str = ""
    step: str = ""
    override: tuple[Reason, ...] = ()
    manual: Manual = Manual.ALLOWED
    quantity: Rule | None = None
    default: str | None = None
    exceptions: tuple[Exceptional, ...] = ()
    secret: bool = False
    counting: bool = False
    fresh: bool = False
    show: Show = Show()

    @property
    def others(self) -> bool:
        return self.open or bool(self.override)

    @property
    def name(self) -> str:
        return self.step or self.kind.name.lower()

    @property
    def words(self) -> str:
        return self.prompt or say("SCAN {what}", what=any_of(self.kinds))

    def __iter__(self) -> Generator["Step", Any, "Answer | Raised"]:
        answer: Answer | Raised = yield self
        return answer


@dataclass(frozen=True)
class Do(Generic[R]):
    """One command, sent through the outbox; its class A, B or C is on the struct.

    `says` names the act in words, as undo shows it. `reply` is the type of the server's answer.
    `back` is the step that a refusal goes back to, the last time it was asked: what was answered
    before it stays. Unless given, a refusal drops all answers since the last command.
    `final` marks what can't be undone by F4, with the reason: E-REV. `or_else`, of the same kind,
    is sent instead where a second person is needed and nobody signs on the spot. `yield from`
    gives the reply, or None while the command of class A or B is still unsent.
    """

    command: Command
    _: KW_ONLY
    says: str = ""
    reply: type[R] | None = None
    back: str = ""
    final: str = ""
    or_else: Command | None = None

    def __iter__(self) -> Generator["Step", Any, R | None]:
        saved: R | None = yield self
        return saved


Step: TypeAlias = Ask | Do[Any]
Flow: TypeAlias = Generator[Step, Any, R]


class Answer(Struct, frozen=True, tag="answer"):
    """What answered an Ask, and everything else the same scan said.

    `value` is the natural code (of a CMD the verb, of a QTY or WEIGHT the number). `values` are
    all attributes of the scan. `keyed`: typed by hand, `why_typed` the reason for that where the
    Ask wants one. `reason`: of an override, or of a smaller quantity. `chosen`: the scan, where it
    had several meanings and this one was chosen; for the rest of the run it means the same.
    """

    step: str
    kind: Kind
    value: str
    values: dict[str, str] = {}
    scans: tuple[str, ...] = ()
    source: Source = Source.SCAN
    reason: str = ""
    why_typed: str = ""
    chosen: str = ""

    @property
    def keyed(self) -> bool:
        return self.source is Source.TYPED

    @property
    def quantity(self) -> int:
        """Base units that go with the scan; 1 when nothing was said."""
        return int(self.values.get("quantity", "1"))

    @property
    def lot(self) -> str | None:
        return self.values.get("lot")

    @property
    def serial(self) -> str | None:
        return self.values.get("serial")

    @property
    def expiry(self) -> str | None:
        """ISO date, or None where the scan held none."""
        return self.values.get("expiry")

    def is_(self, verb: Verb) -> bool:
        return self.kind is Kind.CMD and self.value == verb


class Raised(Struct, frozen=True, tag="raised"):
    """The exception that the worker chose at `step`; `quantity` if digits were typed before it."""

    step: str
    code: str
    quantity: int | None = None
    scans: tuple[str, ...] = ()


class Saved(Struct, frozen=True, tag="saved"):
    """The result of a Do: the server's reply as plain JSON values, or None while unsent."""

    kind: str
    operation: str
    reply: Any = None


# What a run's log is made of; msgspec encodes and decodes it as a tagged union.
Entry: TypeAlias = Answer | Raised | Saved


def need(ask: Ask) -> Generator[Step, Any, Answer]:
    """Ask something that has no exceptions, so that only an Answer can come."""
    if ask.exceptions:
        msg = f"Ask {ask.name} offers exceptions: handle its Raised."
        raise TypeError(msg)
    answer: Answer = yield ask
    return answer
