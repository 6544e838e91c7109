"""Exceptions and reasons as data: what F2 offers, and why (terminal 5.7)."""

from msgspec import Struct

from labels.codes import Verb


class Reason(Struct, frozen=True):
    """One numbered entry of a list: a stable code, and the word a worker reads."""

    code: str
    words: str


class Exceptional(Struct, frozen=True):
    """One entry behind F2, chosen by digit, by its command barcode or by reason code.

    `verb` is the command that says the same, so `code` is its name unless another is given.
    `twice`: it counts when it is said again. What else it needs (how many, which) the flow asks in
    the sub-flow that it runs on the Raised.
    """

    digit: str
    words: str
    verb: Verb | None = None
    name: str = ""
    twice: bool = False

    @property
    def code(self) -> str:
        return self.name or (self.verb.value if self.verb else "")


SHORT = Exceptional("1", "SHORT", Verb.SHORT)
NIL = Exceptional("2", "EMPTY", Verb.NIL, twice=True)
DIFF = Exceptional("3", "OTHER ITEM HERE", Verb.DIFF)
BROKEN = Exceptional("4", "DAMAGED", Verb.BROKEN)
LOT = Exceptional("5", "OTHER LOT", name="LOT")
REACH = Exceptional("6", "CANNOT REACH", name="REACH")
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
