"""The rules of the house that no linter knows, each a function from sources to findings."""

import ast
import re
import statistics
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

PRODUCT = ("server", "terminal", "labels")
LONGEST_FILE = 300
LONGEST_FUNCTION = 70
VAGUE_NAMES = {"common", "helper", "helpers", "manager", "service", "util", "utils"}

# Balances are proved by folding moves: whoever else wrote them would break the proof.
LEDGER_TABLES = {"Balance", "MoveRow", "Reservation", "Serial"}
LEDGER_FILES = {"server/stock/ledger.py", "server/stock/carry.py", "server/stock/reserve.py"}

# The act writes its own operation and entry; the feed gives entries their position.
ALSO_WRITES = {"journal": ("server/act.py", "server/feed/")}


class Source(NamedTuple):
    """One Python file: its path from the root with forward slashes, and what it says."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def domain(self) -> str:
        """`stock` of `server/stock/ledger.py`; empty for files directly under a program."""
        parts = PurePosixPath(self.path).parts
        return parts[1] if len(parts) > 2 else ""

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def is_wire(self) -> bool:
        """A file of messages: `wire.py`, or one of a folder `wire` where a domain has many."""
        return self.name.endswith("wire.py") or "/wire/" in self.path

    @property
    def is_product(self) -> bool:
        return self.path.startswith(PRODUCT) and "/migrations/" not in self.path

    def at(self, node: ast.AST, words: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)} {words}"


def read(root: Path, folders: Iterable[str]) -> list[Source]:
    return [
        Source(path.relative_to(root).as_posix(), path.read_text())
        for folder in folders
        for path in sorted((root / folder).rglob("*.py"))
    ]


# --- names: what an identifier in a file stands for -----------------------------------------------


def imported_names(tree: ast.Module) -> dict[str, str]:
    """Local name -> dotted origin, for every import anywhere in the file."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def dotted(node: ast.expr, names: dict[str, str]) -> str:
    """`sa.insert` -> `sqlalchemy.insert`; empty for what is not a plain dotted name."""
    if isinstance(node, ast.Attribute):
        left = dotted(node.value, names)
        return f"{left}.{node.attr}" if left else ""
    return names.get(node.id, node.id) if isinstance(node, ast.Name) else ""


def imports(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Every imported module or object, dotted, with its statement."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from ((node, f"{module}.{alias.name}") for alias in node.names)


# --- files ----------------------------------------------------------------------------------------


def filled_init(source: Source) -> Iterator[str]:
    if source.name == "__init__.py" and source.text:
        yield f"{source.path} must be empty: importing one file of a package runs nothing else."


def vague_name(source: Source) -> Iterator[str]:
    parts = {part.removesuffix(".py") for part in PurePosixPath(source.path).parts}
    if vague := parts & VAGUE_NAMES:
        yield f"{source.path}: '{vague.pop()}' names nothing on the floor."


def long_file(source: Source) -> Iterator[str]:
    lines = source.text.count("\n")
    if source.is_product and lines > LONGEST_FILE:
        yield f"{source.path} has {lines} lines, more than {LONGEST_FILE}: it is two operations."


# --- functions ------------------------------------------------------------------------------------


def functions(source: Source) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """Each function with its lines from `def` to its end, its docstring not counted."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            told = ast.get_docstring(node) is not None
            docstring = (first.end_lineno or 0) - first.lineno + 1 if told else 0
            yield node, (node.end_lineno or 0) - node.lineno + 1 - docstring


def long_function(source: Source) -> Iterator[str]:
    if not source.is_product:
        return
    for node, lines in functions(source):
        if lines > LONGEST_FUNCTION:
            yield source.at(node, f"{node.name} has {lines} lines, more than {LONGEST_FUNCTION}.")


def function_lengths(sources: Iterable[Source]) -> tuple[float, float]:
    """Median and 90th percentile of the product's function lengths, in lines."""
    lengths = [n for source in sources if source.is_product for _, n in functions(source)]
    if len(lengths) < 2:
        return 0, 0
    return statistics.median(lengths), statistics.quantiles(lengths, n=10, method="inclusive")[8]


# --- time -----------------------------------------------------------------------------------------

CLOCK_CALLS = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.time",
    "time.time_ns",
}


def own_time(source: Source) -> Iterator[str]:
    """Uses of the machine's time outside clock.py; monotonic durations are allowed."""
    if not source.is_product or source.name == "clock.py":
        return
    names = imported_names(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name) and dotted(node, names) in CLOCK_CALLS:
            yield source.at(node, f"{dotted(node, names)}: time comes from clock.py only.")


# --- imports that import-linter cannot see --------------------------------------------------------

# guard names the key that every row of a warehouse carries; places comes above it.
TABLES_MAY = re.compile(
    r"server\.(wire|db|graph|\w+\.\w*wire|\w+\.tables|\w+\.states)(\.|$)|server\.guard\.WarehouseId$",
)
WIRE_MAY = re.compile(
    r"(server\.(\w+\.)?\w*wire|msgspec|typing|enum|datetime|uuid|collections)(\.|$)",
)


def tables_import(source: Source) -> Iterator[str]:
    if not source.path.startswith("server/") or source.name != "tables.py":
        return
    for node, module in imports(source.tree):
        if module.startswith((*PRODUCT, ".")) and not TABLES_MAY.match(module):
            yield source.at(node, f"tables import wire, db, graphs and other tables, not {module}.")


def wire_import(source: Source) -> Iterator[str]:
    if not source.path.startswith("server/") or not source.is_wire:
        return
    for node, module in imports(source.tree):
        if not WIRE_MAY.match(module):
            yield source.at(node, f"wire imports other wire, msgspec and types, not {module}.")


def heavy_cli(source: Source) -> Iterator[str]:
    """`tallyman --help` answers at once, with only the base dependency installed."""
    if source.path != "server/cli.py":
        return
    for node, module in imports(source.tree):
        if module.partition(".")[0] not in sys.stdlib_module_names:
            yield source.at(node, f"the command imports the standard library only, not {module}.")


# --- writes ---------------------------------------------------------------------------------------

WRITING = re.compile(r"(insert|update|delete|upsert|merge|replace)(_|$)", re.IGNORECASE)
SQL_WRITE = re.compile(r'\b(?:INSERT INTO|DELETE FROM|UPDATE)\s+"?(\w+)"?(?:\s|$|\()')


class Owned(NamedTuple):
    """A table: its class, its name in SQL, and the domain whose tables.py declares it."""

    table: str
    sql: str
    domain: str


def declared_tables(sources: Iterable[Source]) -> list[Owned]:
    return [
        Owned(node.name, statement.value.value, source.domain)
        for source in sources
        if source.path.startswith("server/") and source.name == "tables.py"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
        and any(isinstance(t, ast.Name) and t.id == "__tablename__" for t in statement.targets)
    ]


def writes(source: Source, tables: Iterable[Owned]) -> Iterator[tuple[ast.AST, Owned]]:
    """Each place that inserts, updates or deletes rows of a table, or makes a row to be added.

    Seen: `insert(T)`, `sa.update(T)`, `insert_once(session, T, ...)`, `T.__table__.delete()`,
    `T(...)` and SQL in a string. Not seen: setting a field of a row that was read.
    """
    names = imported_names(source.tree)
    by_path = {f"server.{owned.domain}.tables.{owned.table}": owned for owned in tables}
    by_sql = {owned.sql: owned for owned in tables}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            for path in _written(node, names):
                for prefix in (path, path.rpartition(".")[0]):
                    if prefix in by_path:
                        yield node, by_path[prefix]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for found in SQL_WRITE.findall(node.value):
                if found in by_sql:
                    yield node, by_sql[found]


def _written(call: ast.Call, names: dict[str, str]) -> Iterator[str]:
    function = dotted(call.func, names)
    yield function
    if WRITING.match(function.rpartition(".")[2]):
        yield function.rpartition(".")[0]
        yield from (dotted(argument, names) for argument in call.args)


def foreign_write(source: Source, tables: list[Owned]) -> Iterator[str]:
    if not source.path.startswith("server/") or not source.is_product:
        return
    for node, owned in writes(source, tables):
        if source.domain != owned.domain and not source.path.startswith(
            ALSO_WRITES.get(owned.domain, ("-",)),
        ):
            yield source.at(node, f"{owned.table} is written by server/{owned.domain} only.")


def ledger_write(source: Source, tables: list[Owned]) -> Iterator[str]:
    if not source.is_product or source.path in LEDGER_FILES:
        return
    for node, owned in writes(source, tables):
        if owned.domain == "stock" and owned.table in LEDGER_TABLES:
            yield source.at(node, f"{owned.table} is written by the ledger and reserve only.")


def own_commit(source: Source) -> Iterator[str]:
    """`commit()` or `begin()` on anything, in the server, outside act.py and a read (db.py)."""
    if not source.path.startswith("server/") or not source.is_product:
        return
    if source.path in {"server/act.py", "server/db.py"}:
        return
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"commit", "begin"}
        ):
            yield source.at(node, f"{node.func.attr}(): only act.py opens and commits.")


# --- wire types -----------------------------------------------------------------------------------

UNBOUNDED = {"int", "float", "str", "bytes", "bytearray", "complex", "object"}
UNBOUNDED_PATHS = {"datetime.datetime", "decimal.Decimal", "msgspec.Raw", "typing.Any"}
# What an event said is shown as it was stored; the event's own struct bounded it.
OPEN_ALIASES = {("server/journal/wire.py", "Detail")}
TYPE_SHAPES = ast.Name | ast.Attribute | ast.Subscript | ast.Call


def unbounded_wire(source: Source) -> Iterator[str]:
    """Fields and aliases of wire files whose type lets any size through."""
    if not source.path.startswith("server/") or not source.is_wire:
        return
    names = imported_names(source.tree)
    for name, kind in _wire_types(source.tree):
        if (source.path, name) not in OPEN_ALIASES:
            for bad in _unbounded(kind, names):
                yield source.at(kind, f"{name}: {bad} has no bounds.")


def _wire_types(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Each struct field and each type alias of a file, by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for field in node.body:
                if isinstance(field, ast.AnnAssign):
                    yield f"{node.name}.{ast.unparse(field.target)}", field.annotation
    for alias in tree.body:
        if isinstance(alias, ast.Assign) and isinstance(alias.value, TYPE_SHAPES):
            yield ast.unparse(alias.targets[0]), alias.value


def _unbounded(node: ast.expr, names: dict[str, str]) -> Iterator[str]:
    path = dotted(node, names)
    if path in UNBOUNDED or path in UNBOUNDED_PATHS:
        yield path
    elif isinstance(node, ast.Subscript):
        yield from _unbounded_within(node, names)
    elif isinstance(node, ast.BinOp):
        yield from _unbounded(node.left, names)
        yield from _unbounded(node.right, names)
    elif isinstance(node, ast.Tuple | ast.List):
        for part in node.elts:
            yield from _unbounded(part, names)
    elif isinstance(node, ast.Call) and path_ends(node.func, names, "NewType"):
        yield from _unbounded(node.args[1], names)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _unbounded(ast.parse(node.value, mode="eval").body, names)


def _unbounded_within(node: ast.Subscript, names: dict[str, str]) -> Iterator[str]:
    if path_ends(node.value, names, "ClassVar", "Literal"):
        return
    if not path_ends(node.value, names, "Annotated"):
        yield from _unbounded(node.slice, names)
        return
    kind, *marks = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if not _bounded(dotted(kind, names), marks):
        yield from _unbounded(kind, names)


def path_ends(node: ast.expr, names: dict[str, str], *ends: str) -> bool:
    return dotted(node, names).rpartition(".")[2] in ends


def _bounded(kind: str, marks: list[ast.expr]) -> bool:
    given = {
        word.arg: word.value
        for mark in marks
        if isinstance(mark, ast.Call)
        for word in mark.keywords
        if word.arg
    }
    if kind in {"int", "float", "decimal.Decimal"}:
        return bool(given.keys() & {"ge", "gt"} and given.keys() & {"le", "lt"})
    if kind in {"str", "bytes"}:
        return "max_length" in given or _fixed_pattern(given.get("pattern"))
    return kind == "datetime.datetime" and "tz" in given


def _fixed_pattern(pattern: ast.expr | None) -> bool:
    """A pattern bounds the length when nothing in it may repeat without end."""
    return (
        isinstance(pattern, ast.Constant)
        and isinstance(pattern.value, str)
        and re.search(r"[*+]|\{\d+,\}", re.sub(r"\\.|\[[^\]]*\]", "_", pattern.value)) is None
    )


# --- text of every tracked file -------------------------------------------------------------------

UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|NotImplemented" + r"Error)\b")
REGISTRY = re.compile(
    r"\b(pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com)\b"
    r"|--(?:extra-)?index-url\b|\bindex-url\s*=|\bartifactory\b",
)
MACHINE = re.compile(r"(?<![\w.~}])/(?:root|home|Users)/\w")


def unfinished(source: Source) -> Iterator[str]:
    """Catalogues are left out: the word is Spanish for "all"."""
    if source.path.endswith(".po"):
        return
    yield from _found(source, UNFINISHED, "is not finished")


def registry_host(source: Source) -> Iterator[str]:
    yield from _found(source, REGISTRY, "names a package registry")


def machine_path(source: Source, root: Path) -> Iterator[str]:
    """Absolute paths of the machine that it was written on: a home folder or this checkout."""
    yield from _found(source, MACHINE, "is a path of one machine")
    yield from _found(source, re.compile(re.escape(str(root))), "is a path of one machine")


def _found(source: Source, pattern: re.Pattern[str], words: str) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        if match := pattern.search(line):
            yield f"{source.path}:{number} '{match.group().strip()}' {words}."
