"""All procedures by name: what each works from, and which scan or task starts it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from server.outbound.wire import PickListView
from server.shipping.wire import PackChoice
from terminal.desk import Procedure
from terminal.flows.hand_over import hand_over
from terminal.flows.pack import Packing, pack
from terminal.flows.pick import pick
from terminal.flows.returns import returns

PICK = Procedure("pick", pick, PickListView)
PACK = Procedure("pack", pack, Packing)
HAND_OVER = Procedure("hand_over", hand_over)
RETURNS = Procedure("returns", returns)

PROCEDURES = {procedure.name: procedure for procedure in (PICK, PACK, HAND_OVER, RETURNS)}


def _as_it_is(fetched: Any, _bench: str) -> Any:
    return fetched


def _packing(fetched: Any, bench: str) -> Packing:
    return Packing(choice=fetched, bench=bench or None)


@dataclass(frozen=True)
class Work:
    """A procedure to start: the document, where its snapshot is fetched, what is made of it."""

    procedure: Procedure
    document: str = ""
    path: str = ""
    fetched: Any = None
    made: Callable[[Any, str], Any] = _as_it_is


Start = Callable[[str], Work]


def _pick(number: str) -> Work:
    return Work(PICK, number, f"/pick-lists/{number}", PickListView)


def _pack(code: str) -> Work:
    return Work(PACK, code, f"/packing/{code}", PackChoice, _packing)


# By the kind of a task, from its document.
BY_KIND: dict[str, Start] = {"pick": _pick, "pack": _pack}

# By the kind of what was scanned at home, from its code.
BY_SCAN: dict[str, Start] = {"TOTE": _pack, "ORDER": _pack}
