"""Finds every message that a worker can be shown or told: the msgids of the catalogues."""

import ast
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from labels.codes import Verb
from labels.render import CATALOGUE as DESIGNS
from server.exceptions.wire import ExceptionKind
from server.inbound.wire.put_away import Rule
from server.printing.wire import JobState
from server.stock.wire import HoldReason, Status
from server.work.wire import TaskKind, TaskState

ROOT = Path(__file__).parent.parent
TERMINAL = ROOT / "terminal"
# What speaks beside the flows. Everything else of the terminal is machinery.
SPEAKING = (
    "badges.py",
    "board.py",
    "desk.py",
    "detours.py",
    "doctoring.py",
    "errands.py",
    "errors.py",
    "kit.py",
    "looking.py",
    "pile.py",
    "question.py",
    "refusals.py",
    "said.py",
    "scan/calibrate.py",
    "scan/reading.py",
    "scan/resolve.py",
    "settling.py",
    "station.py",
    "store.py",
    "tasks.py",
    "widgets/bar.py",
    "widgets/layout.py",
    "workplace.py",
)
# Functions whose first arguments are said as they are; elsewhere two words, or capitals, are.
SAYING = {"say": (0,), "literal": (0,), "counted": (), "shown": (0,), "Fault": (2, 3)}
NOT_SAID = re.compile(
    r"[EWF]-[A-Z0-9]+"  # codes of the catalogue
    r"|(?=.*_)[a-z_ ]+"  # codes of the wire
    r"|kind|left at the terminal"  # an attribute; a reason, which goes to the server
    r"|F\d+\??|\W+"  # a key alone; signs
    r"|.*[\[\]\\^<>?]{2}.*|.*\\[dA-Z].*|.*\(\?.*|\(\[.*"  # patterns
    r"|(?s:.*\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA|BEGIN|COMMIT|ROLLBACK|TABLE)\b.*)"
)
# Verbs, kinds and codes that are compared, never shown; names of our own.
CODES = frozenset(
    [
        "NFD",
        "BG",
        "CLOSE",
        "UNDO",
        "CMD",
        "CR",
        "LF",
        "LPN",
        "REACH",
        "SSCC",
        "TAB",
        "TALLYMAN",
        "UTC",
    ]
)
ENUMS: tuple[type[Enum], ...] = (
    Verb,
    ExceptionKind,
    HoldReason,
    JobState,
    Rule,
    Status,
    TaskKind,
    TaskState,
)
# What `named` is given beside them: ways out of a task, the colours of check digits, designs.
NAMED = ("expiry", "park", "logout", "blue", "orange", *(design for design, _ in DESIGNS))
FIELD = re.compile(r"\{\w+\}")
WORDS = re.compile(r"[^\W\d_]{2}")


class Message(NamedTuple):
    """`many` is the plural of a message that counts."""

    one: str
    many: str = ""


def messages() -> dict[Message, list[str]]:
    """Each message with the files that say it, in the order of the files."""
    found: dict[Message, list[str]] = {}
    for file in files():
        where = str(file.relative_to(ROOT))
        for message in sorted(_said(ast.parse(file.read_text(encoding="utf-8")))):
            if where not in found.setdefault(message, []):
                found[message].append(where)
    for code in (*(str(one.value) for enum in ENUMS for one in enum), *NAMED):
        found.setdefault(Message(code.replace("_", " ").upper()), ["a code of the wire"])
    return found


def files() -> list[Path]:
    return [*sorted((TERMINAL / "flows").glob("*.py")), *(TERMINAL / name for name in SPEAKING)]


def unsaid(file: Path) -> Iterator[str]:
    """Bare f-strings with words in them: they can't be translated."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    quiet = _quiet(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and node not in quiet:
            parts = [each.value for each in node.values if isinstance(each, ast.Constant)]
            if any(WORDS.search(str(part)) for part in parts):
                yield f"{file.name}:{node.lineno} {ast.unparse(node)}"


def _said(tree: ast.Module) -> Iterator[Message]:
    done = _quiet(tree)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and (name := _name(node.func)) in SAYING):
            continue
        forms = [text for each in node.args[1:3] for text in _constants(each)]
        if name == "counted" and len(forms) == 2:
            done.update(form for form, _ in forms)
            yield Message(forms[0][1], forms[1][1])
        for at in SAYING[name]:
            for constant, text in _constants(node.args[at]) if at < len(node.args) else ():
                done.add(constant)
                if WORDS.search(FIELD.sub("", text)) and not NOT_SAID.fullmatch(text):
                    yield Message(text)
    for constant, text in _constants(tree):
        if constant not in done and _is_words(text):
            yield Message(text)


def _is_words(text: str) -> bool:
    if text in CODES or NOT_SAID.fullmatch(text) or not WORDS.search(FIELD.sub("", text)):
        return False
    if re.fullmatch(r"[A-Z][a-z]+\.", text):
        return True
    return " " in text.strip() or re.fullmatch(r"[A-Z]{2}[A-Z ,.:?]*", text) is not None


def _constants(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value


def _quiet(tree: ast.Module) -> set[ast.AST]:
    """What is no speech by its place: docstrings, annotations, errors, subscripts, f-strings."""
    quiet: set[ast.AST] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()) | ast.Raise() | ast.Subscript():
                quiet.update(ast.walk(node))
            case ast.JoinedStr():
                quiet.update(each for each in ast.walk(node) if each is not node)
            case ast.Dict():
                quiet.update(key for key in node.keys if key is not None)
            case ast.AnnAssign():
                quiet.update(ast.walk(node.annotation))
            case ast.FunctionDef():
                hints = [node.returns, *(each.annotation for each in node.args.args)]
                quiet.update(each for hint in hints if hint for each in ast.walk(hint))
            case ast.Assign(targets=[ast.Name(id="msg")]):
                quiet.update(ast.walk(node))
    return quiet


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
