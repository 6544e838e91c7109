"""Exceptions and reasons as data: what F2 offers, what each needs (terminal 5.7)."""

from enum import StrEnum

from msgspec import Struct

from labels.codes import Verb


class Reason(Struct, frozen=True):
    """One numbered entry of a list: a stable code, and the word a worker reads."""

    code: str
    words: str


class Need(StrEnum):
    """What the flow still asks before an exception counts."""

    QUANTITY = "quantity"
    PHOTO = "photo"
    SUPERVISOR = "supervisor"
    NOTE = "note"


class Exceptional(Struct, frozen=True):
    """One entry behind F2, chosen by digit, by its command barcode or by reason code.

    `verb` is the command that says the same, so `code` is its name unless another is given. The
    flow asks for what it `needs` in the sub-flow that it runs on the Raised.
    """

    digit: str
    words: str
    verb: Verb | None = None
    name: str = ""
    needs: tuple[Need, ...] = ()
    twice: bool = False

    @property
    def code(self) -> str:
        return self.name or (self.verb.value if self.verb else "")


SHORT = Exceptional("1", "SHORT", Verb.SHORT, needs=(Need.QUANTITY,))
NIL = Exceptional("2", "EMPTY", Verb.NIL, twice=True)
DIFF = Exceptional("3", "OTHER ITEM HERE", Verb.DIFF)
BROKEN = Exceptional("4", "DAMAGED", Verb.BROKEN, needs=(Need.QUANTITY,))
FULL = Exceptional("7", "FULL", Verb.FULL)
SKIP = Exceptional("8", "SKIP", Verb.SKIP)
TORN = Exceptional("9", "LABEL TORN", Verb.TORN)
STUCK = Exceptional("0", "CALL SUPERVISOR", Verb.STUCK)

# Why something was typed that is scanned as a rule (6.3).
TYPED_WHY = (
    Reason("torn", "LABEL TORN"),
    Reason("missing", "LABEL MISSING"),
    Reason("scanner", "NO SCANNER"),
)
