"""Finds the sentences that the server may send to a terminal: the msgids of `server.po`."""

import ast
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from server.catalog.wire import LevelName
from server.counting.wire.counts import CountState
from server.exceptions.wire import ExceptionState
from server.identity.wire.approvals import ApprovalState
from server.inbound.wire.put_away import PutAwayState
from server.inbound.wire.receipts import ReceiptState
from server.orders.wire import OrderState
from server.outbound.wire.lists import LineState, PickListState
from server.places.wire import LocationStatus, LocationType
from server.printing.wire import JobState
from server.purchasing.wire import PurchaseOrderState
from server.returns.wire import ReturnState
from server.shipping.wire import CartonState
from server.stock.wire import ContainerKind, ContainerState, HoldReason, Status
from server.work.wire import TaskState

ROOT = Path(__file__).parent.parent
# What a worker's own acts can be answered with; an office's are read at an office's screen.
SPOKEN = (
    "catalog/find.py",
    "counting/*.py",
    "exceptions/*.py",
    "faults.py",
    "fork.py",
    "graph.py",
    "guard.py",
    "identity/approv*.py",
    "identity/authenticate.py",
    "identity/pins.py",
    "identity/sessions.py",
    "identity/step_up.py",
    "inbound/*.py",
    "outbound/*.py",
    "places/find.py",
    "printing/settle.py",
    "returns/*.py",
    "scans/documents.py",
    "scans/goods.py",
    "scans/inquire.py",
    "shipping/*.py",
    "stock/*.py",
    "undo/*.py",
    "work/*.py",
)
UNSPOKEN = re.compile(
    r".*/(api|wire|tables|fsck|facts|csv_\w+|wave|intake|cancel|generate|decide|plans?)\.py"
)
SENTENCE = re.compile(r"[A-Z{'].*\w{2} .*\w.*[.?]", re.DOTALL)
BEFORE = re.compile(r"^\{\w+\} (?=[A-Z{])")  # what stands before it is a sentence of its own
EMPTY = frozenset({"value", "code", "len", "set", "str"})
ABSENT = {
    "not_found": "There is no {what} {{code}}.",
    "exists": "There is a {what} {{code}} already.",
}
# What is told of a thing in its sentence: `Pick list {number} is {state} already.`
VALUES: tuple[type[Enum], ...] = (
    ApprovalState,
    CartonState,
    ContainerKind,
    ContainerState,
    CountState,
    ExceptionState,
    HoldReason,
    JobState,
    LevelName,
    LineState,
    LocationStatus,
    LocationType,
    OrderState,
    PickListState,
    PurchaseOrderState,
    PutAwayState,
    ReceiptState,
    ReturnState,
    Status,
    TaskState,
)


def sentences() -> dict[str, list[str]]:
    """Each sentence with the files that say it; the fields have the names of their values."""
    found: dict[str, list[str]] = {}
    for pattern in SPOKEN:
        for file in sorted((ROOT / "server").glob(pattern)):
            if UNSPOKEN.fullmatch(str(file)):
                continue
            where = str(file.relative_to(ROOT))
            for sentence in _said(ast.parse(file.read_text(encoding="utf-8"))):
                if where not in found.setdefault(sentence, []):
                    found[sentence].append(where)
    for value in (str(one.value) for enum in VALUES for one in enum):
        found.setdefault(value.replace("_", " "), ["a value in a sentence"])
    return found


def _said(tree: ast.Module) -> Iterator[str]:
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner = {
        part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.Call):
            text = _absent(node)
        elif isinstance(node, ast.JoinedStr):
            text = _template(node)
        elif isinstance(node, ast.Constant) and node not in docstrings | inner:
            text = node.value if isinstance(node.value, str) else ""
        if SENTENCE.fullmatch(text):
            yield text
        match node:  # a phrase that gives the reason
            case ast.keyword(arg="why", value=ast.Constant(value=str(why))) if " " in why:
                yield why


def _absent(call: ast.Call) -> str:
    """The sentence of `not_found("pick list", number)`."""
    match call:
        case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=what), *_]):
            return ABSENT.get(name, "").format(what=what)
    return ""


def _template(said: ast.JoinedStr) -> str:
    """`{item.sku}` is {sku}; a second value of the same name is {sku_2}, and so on."""
    named: dict[str, str] = {}
    parts = []
    for part in said.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        elif isinstance(part, ast.FormattedValue):
            parts.append("{" + _field(ast.unparse(part.value), named) + "}")
    return BEFORE.sub("", "".join(parts))


def _field(expression: str, named: dict[str, str]) -> str:
    """The last name in it that says something."""
    if expression not in named:
        words = re.findall(r"[a-z]\w*", expression.lower())
        name = next((w for w in reversed(words) if w not in EMPTY), "value")
        taken = list(named.values())
        again = 1 + sum(
            each == name or re.fullmatch(rf"{name}_\d", each) is not None for each in taken
        )
        named[expression] = name if again == 1 else f"{name}_{again}"
    return named[expression]
