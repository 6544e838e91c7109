"""The shape of the house: boundaries are tested, not agreed."""

import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests import rules
from tests.rules import Source

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

Rule = Callable[[Source], Iterable[str]]

PYTHON = rules.read(ROOT, ("server", "terminal", "labels", "tests"))
TABLES = rules.declared_tables(PYTHON)

MEDIAN_LINES, P90_LINES = 9, 30

# Advisories behind each line: docs/decisions/0005.
AT_LEAST = {
    "litestar": "2.22.0",
    "textual": "8.2.8",
    "zxing-cpp": "3.1.1",
    "opencv-python": "4.12",
}
LIBZBAR_AT_LEAST = "0.23.92-7+deb12u1"

SERVER_ONLY = ("alembic", "argon2", "granian", "litestar", "psycopg", "sqlalchemy")


def foreign_write(source: Source) -> Iterator[str]:
    return rules.foreign_write(source, TABLES + PLANTED_TABLES)


def ledger_write(source: Source) -> Iterator[str]:
    return rules.ledger_write(source, TABLES + PLANTED_TABLES)


def machine_path(source: Source) -> Iterator[str]:
    return rules.machine_path(source, ROOT)


OF_OTHERS = {f"terminal/page/{name}" for name in ("xterm.js", "xterm.css", "addon-fit.js")}
"""Copied as they are."""


def tracked() -> list[Source]:
    """Every text file that is in the repository or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    sources = []
    for name in filter(None, listed.split("\0")):
        if name in OF_OTHERS:
            continue
        path = ROOT / name
        if path.is_file() and b"\0" not in (content := path.read_bytes())[:8000]:
            sources.append(Source(name, content.decode("utf-8", "replace")))
    return sources


PLANTED_TABLES = [
    rules.Owned("Zebra", "zebra", "places"),
    rules.Owned("Balance", "balance", "stock"),
    rules.Owned("Lot", "lot", "stock"),
]

WIRE_HEAD = """from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from msgspec import Meta
"""

# rule, a file that breaks it, the file that says the same within the rule
PLANTED: list[tuple[Rule, tuple[str, str], tuple[str, str]]] = [
    (
        rules.filled_init,
        ("server/stock/__init__.py", "from server.stock import ledger\n"),
        ("server/stock/__init__.py", ""),
    ),
    (rules.vague_name, ("server/stock/utils.py", ""), ("server/stock/ledger.py", "")),
    (
        rules.long_file,
        ("labels/zpl.py", "x = 1\n" * 301),
        ("server/migrations/0001_first.py", "x = 1\n" * 301),
    ),
    (
        rules.long_function,
        ("labels/zpl.py", "def zpl():\n" + "    x = 1\n" * 70),
        ("labels/zpl.py", 'def zpl():\n    """Long\n' + "story\n" * 90 + '"""\n    return 1\n'),
    ),
    (
        rules.own_time,
        ("server/stock/ledger.py", "from datetime import datetime as d\nnow = d.now()\n"),
        ("server/clock.py", "from datetime import datetime as d\nnow = d.now()\n"),
    ),
    (
        rules.own_time,
        ("terminal/outbox.py", "import time\nstart = time.time()\n"),
        ("terminal/outbox.py", "import time\nstart = time.monotonic()\n"),
    ),
    (
        rules.own_time,
        ("terminal/outbox.py", "from time import time_ns\nnow = time_ns\n"),
        ("terminal/outbox.py", "from time import monotonic_ns\nnow = monotonic_ns\n"),
    ),
    (
        rules.tables_import,
        ("server/stock/tables.py", "from server.guard import Principal\n"),
        (
            "server/stock/tables.py",
            "from server.guard import WarehouseId\nimport server.db, server.places.tables\n",
        ),
    ),
    (
        rules.wire_import,
        ("server/stock/wire.py", "from server.stock.tables import Balance\n"),
        ("server/stock/wire.py", "from server.wire import Code\nimport msgspec\n"),
    ),
    (
        rules.wire_import,
        ("server/stock/wire/moves.py", "from server.stock.tables import Balance\n"),
        ("server/stock/wire/moves.py", "from server.stock.wire.holds import Hold\n"),
    ),
    (
        rules.heavy_cli,
        ("server/cli.py", "def serve():\n    import litestar\n"),
        ("server/cli.py", "import argparse\n"),
    ),
    (
        foreign_write,
        (
            "server/stock/ledger.py",
            "import sqlalchemy as sa\nfrom server.places.tables import Zebra as Z\nsa.insert(Z)\n",
        ),
        (
            "server/places/create.py",
            "import sqlalchemy as sa\nfrom server.places.tables import Zebra as Z\nsa.insert(Z)\n",
        ),
    ),
    (
        foreign_write,
        (
            "server/stock/ledger.py",
            "from server.places import tables\nsession.add(tables.Zebra(code='A'))\n",
        ),
        (
            "server/stock/ledger.py",
            "from server.places import tables\nsession.execute(sa.select(tables.Zebra))\n",
        ),
    ),
    (
        foreign_write,
        (
            "server/stock/ledger.py",
            "from server.places.tables import Zebra\ninsert_once(session, Zebra, Zebra.id)\n",
        ),
        (
            "server/stock/ledger.py",
            "from server.places.tables import Zebra\nread_once(session, Zebra, Zebra.id)\n",
        ),
    ),
    (
        foreign_write,
        (
            "server/stock/ledger.py",
            "from server.places.tables import Zebra\nZebra.__table__.delete()\n",
        ),
        ("server/stock/ledger.py", "from server.places.tables import Zebra\nZebra.__table__.c\n"),
    ),
    (
        foreign_write,
        ("server/stock/ledger.py", "q = 'UPDATE zebra SET code = 1'\n"),
        ("server/stock/ledger.py", "q = 'SELECT code FROM zebra'\n"),
    ),
    (
        ledger_write,
        ("server/stock/hold.py", "from server.stock.tables import Balance\nupdate(Balance)\n"),
        ("server/stock/reserve.py", "from server.stock.tables import Balance\nupdate(Balance)\n"),
    ),
    (
        ledger_write,
        ("server/stock/hold.py", "from server.stock.tables import Balance\nBalance(on_hand=1)\n"),
        ("server/stock/hold.py", "from server.stock.tables import Lot\nLot(code='B7')\n"),
    ),
    (
        rules.own_commit,
        ("server/stock/ledger.py", "session.commit()\n"),
        ("server/act.py", "session.commit()\n"),
    ),
    (
        rules.own_commit,
        ("server/stock/read.py", "with engine.begin() as connection:\n    pass\n"),
        ("terminal/outbox.py", "connection.commit()\n"),
    ),
    *(
        (
            rules.unbounded_wire,
            ("server/stock/wire.py", f"{WIRE_HEAD}class A(Command):\n    n: {bad}\n"),
            ("server/stock/wire.py", f"{WIRE_HEAD}class A(Command):\n    n: {good}\n"),
        )
        for bad, good in [
            ("int", "ClassVar[int] = 1"),
            ("str | None = None", "Code | None = None"),
            ("list[float]", "list[Quantity]"),
            ("dict[Code, Any]", "dict[Code, bool]"),
            ("'str'", "Literal['str', 'int']"),
            ("datetime", "Annotated[datetime, Meta(tz=True)]"),
            ("Annotated[int, Meta(ge=1)]", "Annotated[int, Meta(ge=1, le=9)]"),
            ("Annotated[str, Meta(min_length=1)]", "Annotated[str, Meta(max_length=9)]"),
            ("Annotated[str, Meta(pattern='[a]+')]", "Annotated[str, Meta(pattern='[a+]{3}')]"),
        ]
    ),
    (
        rules.unbounded_wire,
        ("server/wire.py", "Free = str\n"),
        ("server/wire.py", "PREFIX = 'str'\n"),
    ),
    (rules.unfinished, ("a.py", "# TO" + "DO later\n"), ("a.py", "# why\n")),
    (
        rules.registry_host,
        ("constraints.txt", "--index-" + "url https://example.test\n"),
        ("constraints.txt", "ruff==1\n"),
    ),
    (
        rules.registry_host,
        ("package-lock.json", '"resolved": "https://registry.npm' + 'js.org/x"\n'),
        ("package.json", '"x": "1.0.0"\n'),
    ),
    (machine_path, ("Makefile", "cd /ro" + "ot/x\n"), ("Makefile", "cd ~/x /opt/tallyman\n")),
    (machine_path, ("Makefile", f"cd {ROOT}\n"), ("Makefile", "cd ./x\n")),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), PLANTED)
def test_each_rule_sees_a_planted_breach_and_only_that(
    rule: Rule, broken: tuple[str, str], kept: tuple[str, str]
) -> None:
    assert list(rule(Source(*broken))) != []
    assert list(rule(Source(*kept))) == []


ON_PYTHON = [
    rules.filled_init,
    rules.vague_name,
    rules.long_file,
    rules.long_function,
    rules.own_time,
    rules.tables_import,
    rules.wire_import,
    rules.heavy_cli,
    foreign_write,
    ledger_write,
    rules.own_commit,
    rules.unbounded_wire,
]
ON_TRACKED = [rules.unfinished, rules.registry_host, machine_path]


@pytest.mark.parametrize("rule", ON_PYTHON)
def test_the_python_keeps_the_rule(rule: Rule) -> None:
    assert [found for source in PYTHON for found in rule(source)] == []


@pytest.mark.parametrize("rule", ON_TRACKED)
def test_every_tracked_file_keeps_the_rule(rule: Rule) -> None:
    assert [found for source in tracked() for found in rule(source)] == []


def test_every_rule_has_a_planted_breach() -> None:
    assert {rule for rule, *_ in PLANTED} == {*ON_PYTHON, *ON_TRACKED}


def test_tables_are_found_where_they_are_declared() -> None:
    text = "class Zone(Table):\n    __tablename__ = 'zone'\n"
    planted = [Source("server/places/tables.py", text), Source("server/places/read.py", text)]
    assert rules.declared_tables(planted) == [rules.Owned("Zone", "zone", "places")]


def test_functions_are_short() -> None:
    median, p90 = rules.function_lengths(PYTHON)
    assert median <= MEDIAN_LINES
    assert p90 <= P90_LINES


def test_function_lengths_count_what_is_planted() -> None:
    body = "".join(f"def f{n}():\n" + "    x = 1\n" * (n - 1) for n in range(2, 13))
    assert rules.function_lengths([Source("labels/zpl.py", body)]) == (7, 11)
    assert rules.function_lengths([Source("tests/zpl.py", body)]) == (0, 0)


# --- what a part of the product imports when the rest is not installed ----------------------------

IMPORT_ALL = """
import importlib, pkgutil, sys
program, *blocked = sys.argv[1:]
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in blocked:
            raise ModuleNotFoundError(f"{name} is not installed", name=name)
sys.meta_path.insert(0, Absent())
package = importlib.import_module(program)
for module in pkgutil.walk_packages(package.__path__, program + "."):
    importlib.import_module(module.name)
assert not sys.modules.keys() & set(blocked), sys.modules.keys() & set(blocked)
"""


def import_all(folder: Path, program: str, blocked: Iterable[str]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, program, *blocked],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("program", "blocked"),
    [
        ("terminal", SERVER_ONLY),
        ("terminal.scan", (*SERVER_ONLY, "textual", "httpx", "cv2", "sqlite3")),
        ("terminal.flows", (*SERVER_ONLY, "textual", "httpx", "cv2", "sqlite3")),
        ("labels", (*SERVER_ONLY, "server", "terminal", "textual", "httpx", "cv2")),
    ],
)
def test_a_program_imports_without_the_others(program: str, blocked: tuple[str, ...]) -> None:
    if not (ROOT / program.replace(".", "/")).is_dir():
        pytest.skip(f"{program} is not built yet")
    assert import_all(ROOT, program, blocked) == (0, "")


def test_an_import_of_something_blocked_is_seen(tmp_path: Path) -> None:
    (tmp_path / "planted" / "deep").mkdir(parents=True)
    (tmp_path / "planted" / "__init__.py").touch()
    (tmp_path / "planted" / "deep" / "__init__.py").write_text("import sqlalchemy.orm\n")
    code, said = import_all(tmp_path, "planted", ["sqlalchemy"])
    assert code == 1
    assert "sqlalchemy is not installed" in said


# --- the import contracts of pyproject.toml -------------------------------------------------------

CONTRACTS = [contract["name"] for contract in PROJECT["tool"]["importlinter"]["contracts"]]

TREE = {
    "server/wire.py": "import msgspec\n",
    "server/clock.py": "import datetime\n",
    "server/db.py": "import sqlalchemy\n",
    "server/places/wire.py": "import server.wire\n",
    "server/places/tables.py": "import server.db\nimport server.places.wire\n",
    "server/places/create.py": "import server.places.tables\nimport server.places.wire\n",
    "server/places/api.py": "import server.places.create\nimport server.places.wire\n",
    "server/stock/wire.py": "import server.places.wire\n",
    "server/orders/wire/lines.py": "import server.wire\nimport server.places.wire\n",
    "server/orders/wire/heads.py": "import server.orders.wire.lines\n",
    "server/stock/ledger.py": "import server.places.tables\n",
    "terminal/client.py": "import httpx\nimport server.wire, server.stock.wire\n",
    "terminal/scan/house.py": "import labels.codes\n",
    "terminal/flows/ask.py": "import terminal.scan.house\nimport server.orders.wire.heads\n",
    "labels/codes.py": "import re\n",
}
BREACHES = [
    ("1.", "server/places/create.py", "import server.stock.ledger\n"),
    ("1.", "server/novel/made.py", "import re\n"),
    ("2.", "terminal/client.py", "import server.places.create\n"),
    ("2b.", "server/stock/ledger.py", "import terminal.client\n"),
    ("3.", "server/places/wire.py", "import sqlalchemy\n"),
    ("3.", "server/orders/wire/lines.py", "import server.stock.ledger\n"),
    ("4.", "server/places/api.py", "import server.places.tables\n"),
    ("5a.", "terminal/scan/house.py", "import time\n"),
    ("5b.", "terminal/flows/ask.py", "import terminal.client\n"),
    ("5c.", "labels/codes.py", "import server.wire\n"),
]


def broken_contracts(folder: Path, tree: dict[str, str]) -> list[str]:
    for name, text in tree.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        for package in file.relative_to(folder).parents[:-1]:
            (folder / package / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", folder)
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
        env={"PATH": "", "COLUMNS": "500", "PYTHONUTF8": "1"},
    )
    if "Contracts:" not in done.stdout:
        pytest.fail(done.stdout + done.stderr)
    return [name for name in CONTRACTS if re.search(rf"{re.escape(name)} BROKEN", done.stdout)]


def test_a_small_house_keeps_the_contracts(tmp_path: Path) -> None:
    assert broken_contracts(tmp_path, TREE) == []


@pytest.mark.parametrize(("contract", "path", "line"), BREACHES)
def test_a_planted_import_breaks_its_contract(
    contract: str, path: str, line: str, tmp_path: Path
) -> None:
    broken = broken_contracts(tmp_path, TREE | {path: TREE.get(path, "") + line})
    assert any(name.startswith(contract) for name in broken)


def test_every_contract_has_a_planted_import() -> None:
    assert {name.partition(" ")[0] for name in CONTRACTS} == {number for number, *_ in BREACHES}


# --- what is installed ----------------------------------------------------------------------------


@pytest.mark.parametrize("package", AT_LEAST)
def test_no_package_is_older_than_its_advisories_allow(package: str) -> None:
    assert Version(importlib.metadata.version(package)) >= Version(AT_LEAST[package])


def test_libzbar_has_the_fix_of_its_advisories() -> None:
    if shutil.which("dpkg-query") is None:
        pytest.skip("not a Debian machine")
    asked = ["dpkg-query", "--show", "--showformat=${Version}", "libzbar0"]
    found = subprocess.run(asked, capture_output=True, check=False, text=True).stdout
    if not found:
        pytest.skip("libzbar0 is not installed; scans are read by zxing-cpp alone")
    compare = ["dpkg", "--compare-versions", found, "ge", LIBZBAR_AT_LEAST]
    assert subprocess.run(compare, check=False).returncode == 0, found


def test_every_dependency_is_pinned_within_its_range() -> None:
    lines = (ROOT / "constraints.txt").read_text().split()
    pinned = {Requirement(line).name: line.partition("==")[2] for line in lines}
    extras = PROJECT["project"]["optional-dependencies"].values()
    wanted = [*PROJECT["project"]["dependencies"], *(line for extra in extras for line in extra)]
    for requirement in map(Requirement, wanted):
        if requirement.name != "tallyman":
            assert requirement.specifier.contains(pinned[requirement.name]), requirement.name
