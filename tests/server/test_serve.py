"""`tallyman` as a program: its table, its exit codes, and a server that ends as it should."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from server import cli

TALLYMAN = str(Path(sys.executable).with_name("tallyman"))
READY_SECONDS = 120  # a loaded machine; an idle one needs two


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TALLYMAN")}
    return kept | {"TALLYMAN_HOME": str(home), **more}


def tallyman(*arguments: str, env: dict[str, str] | None = None) -> tuple[int, str, str]:
    done = subprocess.run(
        [TALLYMAN, *arguments], env=env, capture_output=True, text=True, check=False, timeout=120
    )
    return done.returncode, done.stdout, done.stderr


@contextmanager
def serving(home: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server that answers, and what it said until then; killed at the end."""
    server = subprocess.Popen(
        [TALLYMAN, "serve"],
        env=environment(home, TALLYMAN_PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = ""
    try:
        assert server.stdout is not None
        while "Tallyman serves" not in said:
            line = server.stdout.readline()
            assert line, said
            said += line
        yield server, said
    finally:
        server.kill()
        server.wait(READY_SECONDS)


def ask(port: int, path: str, key: str, body: object = None) -> Any:
    """The decoded reply of one request that must be done."""
    answer = httpx.request(
        "GET" if body is None else "POST",
        f"http://127.0.0.1:{port}/api/v1{path}",
        json=body,
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": str(uuid4())},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def key_in(said: str) -> str:
    found = re.search(r"tallyman_\S+", said)
    assert found, said
    return found.group()


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
