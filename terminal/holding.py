"""What a command is about, and which commands wait behind one that was refused or turned away."""

from collections.abc import Collection, Iterable, Iterator

import msgspec

from server.wire import Command
from terminal.kept import State

_CONTAINERS = frozenset(
    ("container", "tote", "carton", "parent", "into", "source_container", "target_container")
)
_DOCUMENTS = frozenset(("task", "pick_list", "put_away", "count", "receipt", "return_number"))


class Queued(msgspec.Struct, frozen=True):
    """As much of a command in the queue as says whether it may go out."""

    seq: int
    state: State
    session: str
    about: str


def about(command: Command, run: int | None) -> str:
    """The procedure that it was written in, the documents and the containers that it names."""
    told = msgspec.structs.asdict(command)
    named = {f"run:{run}"} if run is not None else set[str]()
    named |= {f"lpn:{told[field]}" for field in _CONTAINERS & told.keys() if told[field]}
    named |= {f"{field}:{told[field]}" for field in _DOCUMENTS & told.keys() if told[field]}
    return " ".join(sorted(named))


def sendable(queue: Iterable[Queued], turned_away: Collection[str]) -> Iterator[int]:
    """Those that may go out, in their order.

    Behind a refusal that nobody has settled, and behind what a session wrote that was turned
    away, all waits that is about the same; what waits holds back in its turn.
    """
    held: set[str] = set()
    for one in queue:
        named = set(one.about.split())
        if one.state is not State.WRITTEN or one.session in turned_away or named & held:
            held |= named
        else:
            yield one.seq
