"""What a prompt wants from a scan: kinds, candidates and the facts that must agree."""

from dataclasses import KW_ONLY, dataclass, field

from msgspec import Struct

from labels.codes import Verb, digits_hash
from terminal.scan.reading import Evidence, Kind


class Alias(Struct, frozen=True):
    """Another code of a candidate; `quantity` is what one scan of it stands for, base units."""

    code: str
    quantity: int = 1


class Digits(Struct, frozen=True):
    """A location's three check digits of the `colour` asked, as the snapshot tells them (4.11).

    `hashed` is their `digits_hash` at this visit.
    """

    colour: str
    visit: str
    hashed: str

    def are(self, text: str) -> bool:
        return digits_hash(self.visit, text) == self.hashed


class Candidate(Struct, frozen=True):
    """A thing that may be scanned here.

    `value` is the natural code that commands carry; `kind` is the prompt's own unless given;
    `digits`: a location may also be answered by its check digits; `facts` are further values
    that choosing it answers (a stock row's lot, for example); `evidence` is how sure the server
    was that the scan means it.
    """

    value: str
    kind: Kind | None = None
    words: str = ""
    aliases: tuple[Alias, ...] = ()
    digits: Digits | None = None
    facts: dict[str, str] = {}
    evidence: Evidence = Evidence.ALIAS


def only(*values: str) -> tuple[Candidate, ...]:
    """Candidates that are known by their natural code alone."""
    return tuple(Candidate(value) for value in values)


@dataclass(frozen=True)
class Wanted:
    """The part of an Ask that decides what a scan means (terminal 4.12).

    With `one_of` any other value is E-WRONG, unless `open` (the server may know it) or a reason
    of override lets it pass. Without candidates the server is asked, unless `unseen` (a
    well-formed code is taken as it is: a new LPN, a new lot). `told`: the server is asked what
    stands there, too; with `unseen`, a place or LPN is taken as it is while it can't be. `already`
    are values that were taken before: E-DUP. `until`: the ISO day that goods must at least keep to,
    the warehouse's today and their minimum life added, else E-EXP; `grams`: the least and most
    that one scan may weigh, else E-WT. `whose`: a badge stands for its person, whom the server
    names.
    """

    kind: Kind
    _: KW_ONLY
    also: tuple[Kind, ...] = ()
    one_of: tuple[Candidate, ...] = ()
    open: bool = False
    unseen: bool = False
    told: bool = False
    whose: bool = False
    agree: dict[str, str] = field(default_factory=dict)
    within: Candidate | None = None
    already: tuple[str, ...] = ()
    commands: tuple[Verb, ...] = ()
    jumps: tuple[Kind, ...] = ()
    until: str = ""
    grams: tuple[int, int] | None = None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return (self.kind, *self.also)

    @property
    def others(self) -> bool:
        """Whether a value outside the candidates may pass."""
        return self.open

    def kind_of(self, candidate: Candidate) -> Kind:
        return candidate.kind or self.kind
