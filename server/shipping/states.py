"""The graph of a carton."""

from server.errors import Refusal
from server.graph import Graph
from server.shipping.wire import CartonState

CLOSED, SHIPPED, REOPENED = CartonState

CARTON = Graph(
    "Carton",
    starts=frozenset({CLOSED}),
    edges={
        CLOSED: frozenset({SHIPPED, REOPENED}),
        SHIPPED: frozenset({CLOSED}),  # found after departure
        REOPENED: frozenset(),
    },
)


def require(found: CartonState, carton: str, state: CartonState, verb: str) -> None:
    """409 `wrong_state`, naming the state that it has and what was wanted."""
    if found is not state:
        raise Refusal(
            409,
            "wrong_state",
            f"Carton {carton} is {found}; only a {state} one can be {verb}.",
        )
