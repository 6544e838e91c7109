"""Bytes arrive whole, or it is said how far they may have come."""

import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from labels import printers
from labels.printers import BadAddress, Cups, Device, Folder, Outcome, Raw, printer

LABEL = b"^XA^FO0,0^FDx^FS^XZ" * 2000
RESET = struct.pack("ii", 1, 0)  # closing sends RST, as a printer switched off does


@contextmanager
def listening(take: int | None) -> Iterator[tuple[Raw, list[bytes]]]:
    """A printer that takes `take` bytes and then cuts the line; None takes all."""
    taken: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        wire, _ = server.accept()
        with wire:
            if take is not None:
                wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            while (take is None or sum(map(len, taken)) < take) and (part := wire.recv(1024)):
                taken.append(part)

    thread = threading.Thread(target=serve)
    thread.start()
    with server:
        yield Raw("127.0.0.1", server.getsockname()[1]), taken
        thread.join()


def test_a_job_arrives_whole_and_in_order() -> None:
    with listening(None) as (raw, taken):
        assert raw.send(LABEL, "x").outcome is Outcome.SENT
    assert b"".join(taken) == LABEL


def test_a_refusing_printer_has_not_started() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    delivery = Raw("127.0.0.1", port).send(LABEL, "x")
    assert delivery.outcome is Outcome.NOT_STARTED
    assert f"127.0.0.1:{port}" in delivery.sentence


def test_an_unknown_name_has_not_started() -> None:
    assert Raw("printer.invalid").send(LABEL, "x").outcome is Outcome.NOT_STARTED


@pytest.mark.parametrize("take", [1, 1024, 5000])
def test_a_cut_after_the_first_byte_is_unconfirmed(take: int) -> None:
    with listening(take) as (raw, _):
        delivery = raw.send(LABEL * 200, "x")
    assert delivery.outcome is Outcome.UNCONFIRMED
    assert delivery.sentence


def test_a_cut_behind_the_last_byte_is_unconfirmed_too() -> None:
    with listening(10) as (raw, _):
        assert raw.send(b"^XA^XZ" * 2, "x").outcome is Outcome.UNCONFIRMED


def test_a_printer_that_takes_no_data_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printers, "WRITE_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        raw = Raw("127.0.0.1", server.getsockname()[1])
        delivery = raw.send(LABEL * 500, "x")  # accepted by the system, read by nobody
    assert delivery.outcome is Outcome.UNCONFIRMED
    assert "bytes" in delivery.sentence


def test_a_device_file_takes_the_bytes(tmp_path: Path) -> None:
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    taken: list[bytes] = []
    reader = threading.Thread(target=lambda: taken.append(pipe.read_bytes()))
    reader.start()
    delivery = Device(pipe).send(LABEL, "x")
    while delivery.outcome is Outcome.NOT_STARTED:  # the reader has not opened its end yet
        delivery = Device(pipe).send(LABEL, "x")
    reader.join()
    assert delivery.outcome is Outcome.SENT
    assert taken == [LABEL]


def test_a_device_that_is_off_has_not_started_and_a_full_one_is_unconfirmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "WRITE_SECONDS", 0.2)
    pipe = tmp_path / "lp0"
    assert Device(pipe).send(LABEL, "x").outcome is Outcome.NOT_STARTED
    os.mkfifo(pipe)
    assert Device(pipe).send(LABEL, "x").outcome is Outcome.NOT_STARTED
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert Device(pipe).send(LABEL * 10, "x").outcome is Outcome.UNCONFIRMED
    os.close(end)


def lp(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    command = folder / "lp"
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_a_queue_gets_the_bytes_and_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lp(tmp_path, f'cat > {tmp_path}/job; echo "$@" > {tmp_path}/asked', monkeypatch)
    assert Cups("zebra").send(LABEL, "job 7; rm x").outcome is Outcome.SENT
    assert (tmp_path / "job").read_bytes() == LABEL
    assert (tmp_path / "asked").read_text() == "-d zebra -t job 7; rm x -o raw -- -\n"


def test_a_queue_that_refuses_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lp(tmp_path, "echo 'The printer or class does not exist.' >&2; exit 1", monkeypatch)
    delivery = Cups("zebra").send(LABEL, "x")
    assert delivery.outcome is Outcome.NOT_STARTED
    assert "does not exist" in delivery.sentence
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert Cups("zebra").send(LABEL, "x").outcome is Outcome.NOT_STARTED


def test_a_queue_that_hangs_is_unconfirmed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printers, "WRITE_SECONDS", 0.3)
    lp(tmp_path, "exec sleep 5", monkeypatch)
    assert Cups("zebra").send(LABEL, "x").outcome is Outcome.UNCONFIRMED


def test_a_folder_gets_one_whole_file(tmp_path: Path) -> None:
    folder = tmp_path / "labels"
    assert Folder(folder).send(LABEL, "job-1.zpl").outcome is Outcome.SENT
    assert [(f.name, f.read_bytes()) for f in folder.iterdir()] == [("job-1.zpl", LABEL)]


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", ".hidden", "/etc/x"])
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    delivery = Folder(tmp_path).send(LABEL, name)
    assert delivery.outcome is Outcome.NOT_STARTED
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_has_not_started(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Folder(tmp_path / "file").send(LABEL, "x").outcome is Outcome.NOT_STARTED


def test_addresses() -> None:
    assert printer("tcp://10.0.0.7") == Raw("10.0.0.7", 9100)
    assert printer("tcp://zebra:6101") == Raw("zebra", 6101)
    assert printer("/dev/usb/lp0") == Device(Path("/dev/usb/lp0"))
    assert printer("cups:dock") == Cups("dock")
    assert printer("cups+pdf:office") == Cups("office", raw=False)
    assert printer("folder:out/labels") == Folder(Path("out/labels"))
    for wrong in ("", "tcp://", "tcp://h:0", "tcp://h:x", "cups:", "cups:-x", "folder:", "lp0"):
        with pytest.raises(BadAddress):
            printer(wrong)
