"""How documents move: each has one graph of its states, and no row leaves it (I-12)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from sqlalchemy import event

from server.errors import Refusal

S = TypeVar("S", bound=Enum)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Graph(Generic[S]):
    """The states in which a document begins, and from each of all its states where it may go.

    To stay where it is counts as a step and needs an edge of its own: done twice is not done once.
    """

    document: str
    """Its name, as a heading says it."""
    starts: frozenset[S]
    edges: Mapping[S, frozenset[S]]

    def sources_of(self, target: S) -> list[S]:
        """The states from which an edge leads there: what a guarded UPDATE asks for in its WHERE.

        The listener of `along` sees loaded rows only; a statement must say so itself.
        """
        return [state for state, targets in self.edges.items() if target in targets]

    def require(self, named: str, source: S, target: S) -> None:
        """409 `wrong_state`, naming the document, its state and where it may go from there."""
        if target in self.edges[source]:
            return
        others = self.edges[source] - {source}
        ways = " or ".join(str(way.value) for way in self.edges if way in others)
        raise Refusal(
            409,
            "wrong_state",
            f"{named} is {source.value}, it can't become {target.value}:"
            f" it can become {ways or 'nothing else any more'}.",
        )


GRAPHS: dict[type, Graph[Any]] = {}
"""By table: all that `along` has bound."""


def along(graph: Graph[Any], named: Callable[[Any], str]) -> Callable[[type[Row]], type[Row]]:
    """A table whose rows move along `graph` in their column `state`, whoever sets it.

    `named` is how people call a row. A step without an edge is refused as in `Graph.require`, so
    that one that comes too late gets its answer and a wrong one rolls its act back; a row that is
    made in a state in which no such document begins is an error of ours.
    """

    def bind(table: type[Row]) -> type[Row]:
        @event.listens_for(vars(table)["state"], "set", active_history=True)
        def _step(row: Row, target: Any, source: Any, _initiator: object) -> None:
            if source in graph.edges:
                if target not in graph.edges[source]:
                    graph.require(named(row), source, target)
            elif target not in graph.starts:
                raise ValueError(f"{graph.document}: none begins {target.value}.")

        GRAPHS[table] = graph
        return table

    return bind
