"""What older terminals have in their outboxes is accepted, or refused so that a worker sees it.

A golden file holds the barest and the fullest body of one command as a release sent it. They are
never changed: a command that grows gets a folder of its next release beside the old one.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

import server
from server.wire import Command
from terminal.client import Client, Fate
from terminal.kept import Row
from terminal.outbox import Outbox
from terminal.uuid7 import uuid7
from tests.terminal.floor import Served
from tests.terminal.hands import Hands

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("commands-*/*.json"))


class Golden(msgspec.Struct, frozen=True):
    """Where a release sent a command, and how."""

    path: str
    bodies: list[msgspec.Raw]


def golden(file: Path) -> Golden:
    return msgspec.json.decode(file.read_bytes(), type=Golden)


def commands() -> dict[str, type[Command]]:
    """All that the server has, by kind; tests make commands of their own, which wait nowhere."""
    for module in pkgutil.walk_packages(server.__path__, "server."):
        if ".wire" in module.name:
            importlib.import_module(module.name)
    found = [command for command in _under(Command) if command.__module__.startswith("server.")]
    return {command.kind: command for command in found if command.path}


def _under(base: type[Command]) -> Iterator[type[Command]]:
    for command in base.__subclasses__():
        yield command
        yield from _under(command)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_it_still_means_what_it_meant(file: Path) -> None:
    kept, command = golden(file), commands()[file.stem]
    assert command.path == kept.path
    for body in kept.bodies:
        told = msgspec.to_builtins(msgspec.json.decode(body, type=command))
        assert _within(msgspec.json.decode(body), told)


def _within(was: Any, now: Any) -> bool:
    """Whether all of `was` is in `now`, which may have grown."""
    if isinstance(was, dict):
        return all(name in now and _within(value, now[name]) for name, value in was.items())
    if isinstance(was, list):
        return len(was) == len(now) and all(map(_within, was, now))
    return bool(was == now)


def test_every_command_that_waits_without_network_has_its_files() -> None:
    waiting = {kind for kind, command in commands().items() if command.offline != "C"}
    assert waiting <= {file.stem for file in FILES}


def test_the_server_does_each_or_says_why_not(floor: Served, tmp_path: Path) -> None:
    ann = floor.person("GOLDEN")
    profile = floor.device("DGOLDEN")
    hands = Hands(tmp_path, profile).sign_in(ann)
    session = hands.station.client.session
    hands.die()
    client, outbox = Client(profile.server, profile.secret), Outbox(tmp_path / "2" / "o.sqlite")
    for file in FILES:
        kept = golden(file)
        path = kept.path.replace("{warehouse:str}", "MAIN")
        for body in kept.bodies:
            sent = client.send(_row(outbox, file.stem, path, session, bytes(body)))
            assert sent.fate in {Fate.DONE, Fate.REFUSED}, (file.stem, sent)
            assert sent.code not in {"malformed", "forbidden"}, (file.stem, sent)
            assert sent.fate is Fate.DONE or sent.detail.endswith("."), (file.stem, sent)


def _row(outbox: Outbox, kind: str, path: str, session: str, body: bytes) -> Row:
    """As an older version had written it."""
    with outbox._transaction() as db:
        told = ("INSERT INTO command (operation, session, path, kind, offline, body, at)"
                " VALUES (?,?,?,?,'A',?,'2026-11-24T08:00:00+00:00')")  # fmt: skip
        operation = str(uuid7())
        db.execute(told, (operation, session, path, kind, body))
    row = outbox.find(operation)
    assert row is not None
    return row
