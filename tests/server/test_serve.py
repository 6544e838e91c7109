"""`tallyman` as a program: its table, its exit codes, and a server that ends as it should."""

import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from server import cli
from tests.program import ask, environment, free_port, key_in, serving, tallyman


def gone(port: int) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{port}/health", timeout=1)
    except httpx.TransportError:
        return True
    return False


def test_every_program_explains_itself() -> None:
    code, said, _ = tallyman("--help")
    assert code == 0
    for program in cli.PROGRAMS:
        assert f"  {program.name} " in said


@pytest.mark.parametrize("name", ["serve", "migrate", "fsck", "seal", "backup", "restore"])
def test_help_on_every_level(name: str) -> None:
    code, said, _ = tallyman(name, "--help")
    assert (code, said.startswith(f"usage: tallyman {name}")) == (0, True)


def test_what_is_not_a_program_is_usage() -> None:
    code, _, complaint = tallyman("conjure")
    assert (code, complaint.splitlines()[0]) == (2, "tallyman has no program 'conjure'.")
    assert tallyman("fsck", "--conjure")[0] == 2


def test_a_missing_extra_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    program = cli.Program("x", "", "not_installed_anywhere:main", "server")
    assert cli.run(program, []) == 2
    assert capsys.readouterr().err == "tallyman x needs: pip install 'tallyman[server]'\n"


@pytest.mark.parametrize("name", ["fsck", "seal", "backup"])
def test_where_no_site_is_nothing_is_made_by_looking(tmp_path: Path, name: str) -> None:
    env = environment(tmp_path)
    code, out, told = tallyman(name, env=env)
    assert (code, out) == (1, "")
    assert told.startswith("There is no database at "), told
    assert told.count("\n") == 1
    assert not [*tmp_path.rglob("*.sqlite")]


def test_a_database_of_another_schema_is_told_as_that(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert tallyman("migrate", env=env)[0] == 0
    (file,) = tmp_path.rglob("*.sqlite")
    with closing(sqlite3.connect(file)) as old, old:
        old.execute("UPDATE alembic_version SET version_num = 'older'")
    code, out, told = tallyman("fsck", env=env)
    assert (code, out) == (1, "")
    assert "another schema than this program" in told


def test_migrate_then_fsck_then_seal(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert tallyman("migrate", env=env)[0] == 0
    assert tallyman("fsck", env=env)[:2] == (0, "fsck clean: every invariant holds.\n")
    assert tallyman("fsck", "--json", env=env)[:2] == (0, "[]\n")
    assert tallyman("seal", env=env)[:2] == (0, "Sealed 0 entries.\n")


def test_a_setting_that_does_not_fit_is_a_sentence(tmp_path: Path) -> None:
    code, _, complaint = tallyman("serve", env=environment(tmp_path, TALLYMAN_PORT="many"))
    assert code == 1
    assert complaint.startswith("Settings (tallyman.toml and TALLYMAN_*): ")


def test_failpoints_are_refused_on_a_real_site(tmp_path: Path) -> None:
    env = environment(tmp_path, TALLYMAN_FAILPOINTS="act.before_commit=kill")
    code, _, complaint = tallyman("serve", env=env)
    assert (code, "not marked as one for tests" in complaint) == (1, True)


def test_a_server_starts_once_seals_by_itself_and_ends_in_order(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as (server, said):
        key = key_in(said)
        ask(port, "/warehouses", key, {"code": "MAIN", "name": "Main"})
        until = time.monotonic() + 20
        while len(ask(port, "/events", key)["items"]) < 2:
            assert time.monotonic() < until, "the sealer does not seal"
            time.sleep(0.1)
        second = tallyman("serve", env=environment(tmp_path, TALLYMAN_PORT=str(free_port())))
        assert (second[0], "SQLite takes only one" in second[2]) == (1, True)
        third = tallyman("serve", env=environment(tmp_path / "b", TALLYMAN_PORT=str(port)))
        assert (third[0], f"127.0.0.1:{port}" in third[2]) == (1, True)
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
    assert gone(port)


def test_killed_it_leaves_nothing_behind_and_starts_again(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as (server, said):
        key = key_in(said)
        ask(port, "/warehouses", key, {"code": "MAIN", "name": "Main"})
        server.kill()
        server.wait(30)
        until = time.monotonic() + 5
        while not gone(port):
            assert time.monotonic() < until, "a process of the killed server answers"
            time.sleep(0.05)
    with serving(tmp_path, port) as (_, said):
        assert "admin key" not in said
        items = ask(port, "/warehouses", key)["items"]
        assert [item["code"] for item in items] == ["MAIN"]
    assert tallyman("fsck", env=environment(tmp_path))[0] == 0
