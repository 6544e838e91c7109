"""A picture that has no next frame: engines and variants vote on what it shows (terminal 3.8)."""

from collections.abc import Iterator

from terminal.sources.agreement import Seen, same_place
from terminal.sources.decode import DECODERS, at_scale, reads_alone
from terminal.sources.variants import Gray, views

ENOUGH = {"zxing": 3, "zbar": 3}
"""In how many variants an engine must read bars the same when no other does; OpenCV's is never
enough: it sees EAN-8 in railings."""
ENOUGH_ALONE = 2  # of a symbol that corrects its errors, or that no other engine knows
LEAD = 2
"""By how many reads a text must be ahead of all others that were read in its place together."""


def settled(image: Gray) -> list[Seen]:
    """What the picture shows for sure.

    A text counts when two engines read it, or one in `ENOUGH` variants of the picture. Where other
    texts were read in the same place, it must be two reads ahead of all of them: engines that
    guess differently at every look have read nothing. Looking ends when nothing is open.
    """
    ballot = Ballot()
    for look, reads in _looks(image):
        ballot.take(look, reads)
        if ballot.is_clear:
            break
    return ballot.elected()


class Ballot:
    """The reads of one picture so far, by text."""

    def __init__(self) -> None:
        self._reads: dict[str, list[tuple[int, Seen]]] = {}

    def take(self, look: int, reads: list[Seen]) -> None:
        for seen in reads:
            self._reads.setdefault(seen.text, []).append((look, seen))

    @property
    def is_clear(self) -> bool:
        """Whether something is sure, and all else that was read was read in its place."""
        sure = [
            seen for text in self._reads if self._is_sure(text) for _, seen in self._reads[text]
        ]
        read = [seen for reads in self._reads.values() for _, seen in reads]
        return bool(sure) and all(any(same_place(s, place) for place in sure) for s in read)

    def elected(self) -> list[Seen]:
        """Each sure text once, in the words of a read that names its symbology, if one does."""
        sure = [reads for text, reads in self._reads.items() if self._is_sure(text)]
        return [max((seen for _, seen in reads), key=lambda s: bool(s.aim)) for reads in sure]

    def _is_sure(self, text: str) -> bool:
        reads = self._reads[text]
        engines = {seen.decoder for _, seen in reads}
        against = self._against(text)
        agreed = len(engines) > 1 or any(_insists(engine, reads) for engine in ENOUGH)
        return agreed and (not against or len(reads) - against >= LEAD)

    def _against(self, text: str) -> int:
        """How many reads of other texts there are in the same place."""
        places = [seen for _, seen in self._reads[text]]
        return sum(
            any(same_place(seen, place) for place in places)
            for other, reads in self._reads.items()
            if other != text
            for _, seen in reads
        )


def _insists(engine: str, reads: list[tuple[int, Seen]]) -> bool:
    own = {look: seen for look, seen in reads if seen.decoder == engine}
    alone = any(map(reads_alone, own.values()))
    return len(own) >= (ENOUGH_ALONE if alone else ENOUGH[engine])


def _looks(image: Gray) -> Iterator[tuple[int, list[Seen]]]:
    """Engine by engine, variant by variant; only zxing-cpp knows matrix symbols and DataBar."""
    for look, (view, scale) in enumerate(views(image)):
        for engine in DECODERS:
            reads = at_scale(engine(view), scale)
            yield look, reads
            if reads and all(map(reads_alone, reads)):
                break
