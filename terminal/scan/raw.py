"""A scan as it arrived, and as it stands after cleaning."""

from enum import StrEnum

from msgspec import Struct, structs


class Source(StrEnum):
    SCAN = "scan"
    TYPED = "typed"
    CAMERA = "camera"
    SERIAL = "serial"


class RawScan(Struct, frozen=True):
    """One frame as a source gave it.

    `id` is a UUIDv7 of the source, `aim` the symbology identifier where the source delivers it
    apart (`]C1`), `first` and `last` are monotonic seconds of its characters, `before` what was
    typed at the same prompt before the scan (a pending quantity, never joined to the text).
    `beside` is what a camera saw with it: another symbol of the same label, or of another thing.
    """

    text: str
    source: Source = Source.SCAN
    id: str = ""
    aim: str | None = None
    first: float = 0.0
    last: float = 0.0
    device: str = ""
    seq: int = 0
    before: str = ""
    beside: tuple["RawScan", ...] = ()

    @property
    def keyed(self) -> bool:
        return self.source is Source.TYPED

    @property
    def in_view(self) -> tuple["RawScan", ...]:
        """This scan and what was beside it, each alone."""
        return (structs.replace(self, beside=()), *self.beside)


class Clean(Struct, frozen=True):
    """A scan with its separators as GS, its identifier taken off; `warnings` are W- codes."""

    raw: RawScan
    text: str
    aim: str | None = None
    warnings: tuple[str, ...] = ()
    fault: str = ""
    fault_words: str = ""

    @property
    def symbol(self) -> str:
        """The text with the blank that its symbol ends in: that may be its check character."""
        ended = self.raw.text.rstrip("\r\n\t")
        return self.text + " " if ended.endswith(" ") and not self.raw.keyed else self.text
