"""CSV files of any length at the shell: sent in parts, once, with the lines of the whole file."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.program import environment, free_port, key_in, serving, tallyman

HEADER = "sku,name\n"


@dataclass
class Shell:
    """A server that runs, and the commands of a supervisor at it."""

    folder: Path
    env: dict[str, str]

    def run(self, *arguments: str) -> tuple[int, str, str]:
        return tallyman(*arguments, env=self.env)

    def skus(self) -> list[str]:
        return [item["sku"] for item in json.loads(self.run("items", "list", "--json")[1])]

    def file(self, *rows: str) -> str:
        path = self.folder / "items.csv"
        path.write_text(HEADER + "".join(f"{row}\n" for row in rows))
        return str(path)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    port = free_port()
    with serving(tmp_path, port) as (_, said):
        env = environment(tmp_path, TALLYMAN_PORT=str(port), TALLYMAN_KEY=key_in(said))
        yield Shell(tmp_path, env)


def rows(count: int) -> list[str]:
    return [f"SKU-{n:04},Thing {n}" for n in range(1, count + 1)]


def test_a_long_file_goes_in_by_parts_and_a_second_run_changes_nothing(shell: Shell) -> None:
    file = shell.file(*rows(1101))
    code, told, progress = shell.run("items", "import", file)
    assert (code, told) == (0, f"{file}: 1101 created, 0 updated, 0 unchanged, 0 refused.\n")
    assert progress.splitlines() == [
        f"{file}: part {n} of 3, {mode}: done." for mode in ("check", "all") for n in (1, 2, 3)
    ]
    assert len(shell.skus()) == 1101
    code, again, progress = shell.run("items", "import", file)
    assert (code, again) == (0, told)
    assert progress.count("taken in before; --again takes it anew") == 3
    code, told, _ = shell.run("items", "import", file, "--again")
    assert (code, told) == (0, f"{file}: 0 created, 0 updated, 1101 unchanged, 0 refused.\n")


def test_bad_rows_of_a_long_file_have_its_own_line_numbers(shell: Shell) -> None:
    wrong = rows(1101)
    wrong[0], wrong[999] = "no good,Thing", "SKU-1000,"
    file = shell.file(*wrong)
    code, _, complaint = shell.run("items", "import", file)
    assert code == 1
    assert "2 rows are wrong, so none was taken." in complaint
    assert [line.split(":")[0] for line in complaint.splitlines()[-2:]] == [
        "  line 2",
        "  line 1001",
    ]
    assert shell.skus() == []
    code, told, _ = shell.run("items", "import", file, "--mode", "partial", "--json")
    report = json.loads(told)
    assert (code, report["created"]) == (1, 1099)
    assert [bad["where"] for bad in report["refused"]] == ["line 2", "line 1001"]


def test_a_sku_in_two_parts_is_refused_before_anything_is_sent(shell: Shell) -> None:
    file = shell.file(*rows(600), "SKU-0001,Once more")
    code, _, complaint = shell.run("items", "import", file)
    assert (code, complaint.splitlines()[-1]) == (
        1,
        "  line 602: sku SKU-0001 stands on line 2 already.",
    )
    assert shell.skus() == []


def test_nothing_has_left_yet(shell: Shell) -> None:
    file = shell.folder / "shipped.csv"
    code, told, _ = shell.run("orders", "shipped", str(file), "--after", "7")
    assert (code, told) == (0, f"{file}: 0 rows; the next ones come with --after 7.\n")
    assert file.read_text().startswith("position,at,event,")
