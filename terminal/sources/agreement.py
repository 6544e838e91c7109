"""When what a camera sees is a scan: two agreeing reads, then locked while in view (3.8)."""

from collections.abc import Iterable
from math import dist

from msgspec import Struct

AGREE_SECONDS = 0.4
OUT_OF_VIEW_SECONDS = 0.7
GATHER_SECONDS = 0.25


class Seen(Struct, frozen=True):
    """One read of one symbol in one frame; `centre` and `size` in pixels of the frame."""

    text: str
    aim: str | None
    decoder: str
    centre: tuple[float, float] = (0.0, 0.0)
    size: float = 0.0


class Agreement:
    """Turns the reads of frames into values, each once per time that it comes into view."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[float, Seen]] = {}
        self._locked: dict[str, float] = {}

    def see(self, at: float, seen: Iterable[Seen]) -> list[Seen]:
        """The values that are accepted by the frame of `at` (seconds of the camera's clock).

        Different texts for the same place in one frame, or shortly after one another, are both
        dropped.
        """
        frame = list(seen)
        self._forget(at)
        accepted = []
        for each in frame:
            if each.text in self._locked:
                self._locked[each.text] = at
            elif self._is_disputed(each, frame):
                self._waiting.pop(each.text, None)
            elif first := self._agrees(at, each):
                self._locked[each.text] = at
                accepted.append(each if each.aim else first)
            else:
                self._waiting[each.text] = (at, each)
        return accepted

    @property
    def is_undecided(self) -> bool:
        """Whether something in view has been read once and may be accepted soon."""
        return bool(self._waiting)

    def _agrees(self, at: float, each: Seen) -> Seen | None:
        """The read before it that says the same: of an earlier frame, or of another decoder."""
        before_at, before = self._waiting.get(each.text, (at, each))
        if before_at == at and before.decoder == each.decoder:
            return None
        del self._waiting[each.text]
        return before

    def _is_disputed(self, each: Seen, frame: list[Seen]) -> bool:
        rivals = [r for r in frame if r.text != each.text and same_place(r, each)]
        waiting = [s for _, s in self._waiting.values() if s not in frame]
        late = [s for s in waiting if s.text != each.text and same_place(s, each)]
        for rival in late:
            del self._waiting[rival.text]
        return bool(rivals or late)

    def _forget(self, at: float) -> None:
        self._locked = {
            text: last for text, last in self._locked.items() if at - last <= OUT_OF_VIEW_SECONDS
        }
        self._waiting = {
            text: (when, each)
            for text, (when, each) in self._waiting.items()
            if at - when <= AGREE_SECONDS
        }


class Gathering:
    """What comes into view together is one scan: which of it is meant, the prompt knows."""

    def __init__(self) -> None:
        self._agreement = Agreement()
        self._held: list[Seen] = []
        self._until = 0.0

    def see(self, at: float, seen: Iterable[Seen]) -> list[Seen]:
        """What is one scan by the frame of `at`; a value that is alone in view does not wait."""
        accepted = self._agreement.see(at, seen)
        if accepted and not self._held:
            self._until = at + GATHER_SECONDS
        self._held += accepted
        return [] if at < self._until and self._agreement.is_undecided else self.rest()

    def rest(self) -> list[Seen]:
        """What is held back, at the end of a film."""
        held, self._held = self._held, []
        return held


def same_place(left: Seen, right: Seen) -> bool:
    """Whether both were read where only one symbol can be."""
    return dist(left.centre, right.centre) < max(left.size, right.size, 1.0) / 4
