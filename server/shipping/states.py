"""The graph of a carton: one table, and the only way along it (I-12)."""

from server.errors import Refusal
from server.shipping.tables import Carton
from server.shipping.wire import CartonState
from server.stock.tables import Container

GRAPH: dict[CartonState, frozenset[CartonState]] = {
    CartonState.CLOSED: frozenset({CartonState.SHIPPED, CartonState.REOPENED}),
    CartonState.SHIPPED: frozenset({CartonState.CLOSED}),  # found after departure
    CartonState.REOPENED: frozenset(),
}


def move_to(carton: Carton, box: Container, target: CartonState) -> None:
    """One step along the graph; 409 `wrong_state` when no edge leads there."""
    if target not in GRAPH[carton.state]:
        raise Refusal(
            409,
            "wrong_state",
            f"Carton {box.code} is {carton.state}, it can't become {target}.",
        )
    carton.state = target


def sources_of(target: CartonState) -> list[CartonState]:
    """The states from which an edge leads there."""
    return [state for state, targets in GRAPH.items() if target in targets]


def require(found: CartonState, carton: str, state: CartonState, verb: str) -> None:
    """409 `wrong_state`, naming the state that it has and what was wanted."""
    if found is not state:
        raise Refusal(
            409,
            "wrong_state",
            f"Carton {carton} is {found}; only a {state} one can be {verb}.",
        )
