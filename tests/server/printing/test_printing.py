"""Printing: each label leaves once, or a person is asked (I-17)."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
import zxingcpp
from PIL import Image

from server import failpoints
from server.act import Act, Call
from server.db import reading
from server.feed.lease import take
from server.guard import Principal
from server.places.tables import Warehouse
from server.printing import jobs
from server.printing.runner import PrintRunner
from server.printing.tables import PrintJob
from server.printing.wire import (
    CancelPrint,
    ConfirmPrint,
    FactValue,
    PrinterCreate,
    PrintLabel,
    PrintLanguage,
    Reprint,
    RouteSet,
)
from server.wire import Command, Reply
from tests.site import Site

FACTS: dict[str, FactValue] = {"code": "A-03-12-2", "blue": "482", "orange": "917"}
JOBS = "/warehouses/{warehouse}/print-jobs"


class Pack(Command, frozen=True, kw_only=True):
    kind = "test.pack"


class Packed(Reply, frozen=True, kw_only=True):
    pass


def print_in_an_act(site: Site, cause: str, **options: Any) -> str:
    """What a domain does: stores a job in its own act."""
    made: list[str] = []

    def pack(act: Act, command: Pack) -> Packed:
        made.append(jobs.print_job(act, "location", FACTS, cause=cause, **options))
        return Packed()

    with reading(site.engine) as session:
        rows = session.execute(sa.select(Warehouse.code, Warehouse.id)).all()
    who = Principal("key:ADMIN", frozenset(), {row.code: row.id for row in rows}, device="BENCH1")
    operation = uuid4()
    call = Call(operation, operation.bytes * 2, b"{}", lambda _s: who, warehouse="MAIN")
    site.acts.perform(pack, Pack(), call)
    return made[0]


def printer(site: Site, code: str, address: str, language: str = "png", **options: Any) -> None:
    site.do(
        PrinterCreate(
            code=code,
            name=code,
            address=address,
            language=PrintLanguage(language),
            **options,
        )
    )


def route(site: Site, printer: str, fallback: str | None = None, station: str = "") -> None:
    command = RouteSet(document="location", printer=printer, fallback=fallback, station=station)
    site.put(RouteSet.path, command)


def run(site: Site, looks: int = 1, holder: str = "here") -> PrintRunner:
    """The print runner of one process, for some looks at the queue."""
    runner = PrintRunner()
    for _ in range(looks):
        held = take(site.acts, "print", holder)
        assert held is not None
        runner.work(site.acts, held)
        runner.drain()
    return runner


def states(site: Site) -> list[tuple[str, str]]:
    return [(job["job"], job["state"]) for job in site.get(JOBS)["items"]]


class Roll(threading.Thread):
    """A printer's port: keeps what each connection brought; may cut after some bytes."""

    def __init__(self, cut_after: int | None = None) -> None:
        super().__init__(daemon=True)
        self.cut_after = cut_after
        self.printed: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.listener.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                wire, _ = self.listener.accept()
            except OSError:
                return
            self.printed.append(self._take(wire))

    def _take(self, wire: socket.socket) -> bytes:
        with wire:
            got = b""
            while part := wire.recv(256):
                got += part
                if self.cut_after is not None and len(got) >= self.cut_after:
                    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                    return got
            return got


@contextmanager
def roll(cut_after: int | None = None) -> Iterator[Roll]:
    made = Roll(cut_after)
    made.start()
    yield made
    made.listener.close()


def test_a_label_is_drawn_stored_and_lands_in_the_folder(site: Site, tmp_path: Path) -> None:
    printer(site, "PR1", f"folder:{tmp_path / 'out'}")
    job = site.do(PrintLabel(design="location", facts=FACTS, printer="PR1"))["jobs"][0]
    run(site)
    assert states(site) == [(job, "printed")]
    file = tmp_path / "out" / f"{job}-location.png"
    assert {found.text for found in zxingcpp.read_barcodes(Image.open(file))} != set()
    with reading(site.engine) as session:
        assert session.scalars(sa.select(PrintJob.content)).one() == file.read_bytes()


def test_an_act_prints_once_for_its_cause_where_the_route_says(site: Site, tmp_path: Path) -> None:
    printer(site, "PR1", f"folder:{tmp_path / 'any'}")
    printer(site, "PR2", f"folder:{tmp_path / 'bench'}")
    route(site, "PR1")
    route(site, "PR2", station="BENCH1")
    first = print_in_an_act(site, "LPN1")
    assert print_in_an_act(site, "LPN1") == first
    elsewhere = print_in_an_act(site, "LPN2", station="DOCK")
    run(site, looks=2)
    assert [p.name for p in (tmp_path / "bench").iterdir()] == [f"{first}-location.png"]
    assert [p.name for p in (tmp_path / "any").iterdir()] == [f"{elsewhere}-location.png"]


def test_without_a_route_a_job_waits_for_one(site: Site, tmp_path: Path) -> None:
    job = print_in_an_act(site, "LPN1")
    run(site)
    assert states(site) == [(job, "queued")]
    printer(site, "PR1", f"folder:{tmp_path / 'out'}")
    route(site, "PR1")
    run(site)
    assert states(site) == [(job, "printed")]


def test_jobs_of_a_printer_keep_their_order_and_copies_count(site: Site) -> None:
    with roll() as paper:
        printer(site, "PR1", paper.address, "zpl")
        route(site, "PR1")
        for n in range(3):
            print_in_an_act(site, f"LPN{n}", copies=n + 1)
        run(site, looks=3)
        assert len(paper.printed) == 6
        assert len(set(paper.printed)) == 1
        assert all(label.startswith(b"^XA") for label in paper.printed)


def test_a_printer_that_is_off_keeps_its_jobs_and_delays_no_other(
    site: Site, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    printer(site, "OFF", f"tcp://127.0.0.1:{port}", "zpl")
    printer(site, "ON", f"folder:{tmp_path}")
    first = site.do(PrintLabel(design="location", facts=FACTS, printer="OFF"))["jobs"][0]
    second = site.do(PrintLabel(design="location", facts=FACTS, printer="ON"))["jobs"][0]
    run(site)
    assert states(site) == [(first, "queued"), (second, "printed")]
    shown = {p["code"]: p for p in site.get("/warehouses/{warehouse}/printers")["items"]}
    assert (shown["OFF"]["state"], shown["OFF"]["waiting"]) == ("trouble", 1)
    assert "refused" in shown["OFF"]["trouble"]
    run(site)
    with reading(site.engine) as session:
        assert session.scalars(sa.select(PrintJob.tries).order_by(PrintJob.id)).all() == [1, 1]
    site.clock.now += timedelta(seconds=3)
    run(site)
    with reading(site.engine) as session:
        assert session.scalars(sa.select(PrintJob.tries).order_by(PrintJob.id)).all() == [2, 1]


def test_the_fallback_prints_when_the_first_choice_does_not_take_it(
    site: Site, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    printer(site, "OFF", f"tcp://127.0.0.1:{port}", "zpl")
    printer(site, "ON", f"folder:{tmp_path / 'out'}")
    route(site, "OFF", fallback="ON")
    job = print_in_an_act(site, "LPN1")
    run(site, looks=2)
    assert states(site) == [(job, "printed")]
    assert [p.name for p in (tmp_path / "out").iterdir()] == [f"{job}-location.png"]


@pytest.mark.parametrize("cut_after", [1, 300])
def test_a_cut_connection_leaves_it_to_a_person(site: Site, cut_after: int) -> None:
    with roll(cut_after) as paper:
        printer(site, "PR1", paper.address, "zpl")
        route(site, "PR1")
        job = print_in_an_act(site, "LPN1")
        run(site, looks=3)
        assert states(site) == [(job, "unconfirmed")]
        assert len(paper.printed) == 1
        settled = site.do(ConfirmPrint(job=job, printed=False))
        assert settled["state"] == "failed"
        run(site, looks=2)
        assert len(paper.printed) == 1


@pytest.mark.parametrize(("point", "copies"), [("print.before_send", 0), ("print.after_send", 1)])
def test_a_death_while_sending_asks_a_person_and_prints_no_second(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str, copies: int
) -> None:
    printer(site, "PR1", f"folder:{tmp_path / 'out'}")
    route(site, "PR1")
    job = print_in_an_act(site, "LPN1")
    monkeypatch.setattr(failpoints, "_PLAN", {point: ("raise", "@", "1")})
    monkeypatch.setattr(failpoints, "_passed", type(failpoints._passed)())
    run(site)
    monkeypatch.setattr(failpoints, "_PLAN", {})
    assert states(site) == [(job, "sending")]
    site.clock.now += timedelta(minutes=1)
    run(site, looks=3, holder="the next process")
    assert states(site) == [(job, "unconfirmed")]
    out = tmp_path / "out"
    assert len(list(out.iterdir()) if out.exists() else []) == copies
    assert site.do(ConfirmPrint(job=job, printed=True))["state"] == "printed"


def test_a_runner_that_lost_its_lease_sends_nothing(site: Site, tmp_path: Path) -> None:
    printer(site, "PR1", f"folder:{tmp_path / 'out'}")
    route(site, "PR1")
    job = print_in_an_act(site, "LPN1")
    old = take(site.acts, "print", "old")
    assert old is not None
    site.clock.now += timedelta(minutes=1)
    assert take(site.acts, "print", "new") is not None
    runner = PrintRunner()
    runner.work(site.acts, old)
    runner.drain()
    assert states(site) == [(job, "queued")]
    assert not (tmp_path / "out").exists()


def test_a_reprint_is_a_copy_and_says_so(site: Site) -> None:
    with roll() as paper:
        printer(site, "PR1", paper.address, "zpl")
        route(site, "PR1")
        job = print_in_an_act(site, "LPN1")
        again = site.do(Reprint(job=job))
        assert (again["copy"], again["cause"]) == (2, "LPN1")
        assert site.do(Reprint(job=again["job"]))["copy"] == 3
        run(site, looks=3)
        assert len(set(paper.printed)) == 3


def test_what_cannot_be_drawn_fails_with_a_reason_and_the_next_goes_on(
    site: Site, tmp_path: Path
) -> None:
    printer(site, "PR1", f"folder:{tmp_path}")
    bad = site.do(PrintLabel(design="location", facts={"code": ""}, printer="PR1"))["jobs"][0]
    good = site.do(PrintLabel(design="location", facts=FACTS, printer="PR1"))["jobs"][0]
    run(site, looks=2)
    assert states(site) == [(bad, "failed"), (good, "printed")]
    assert "location cannot be drawn" in site.get(f"{JOBS}/{bad}")["reason"]


def test_only_what_has_not_come_out_can_be_cancelled(site: Site, tmp_path: Path) -> None:
    printer(site, "PR1", f"folder:{tmp_path}")
    first = site.do(PrintLabel(design="location", facts=FACTS, printer="PR1"))["jobs"][0]
    assert site.do(CancelPrint(job=first))["state"] == "cancelled"
    assert site.do(CancelPrint(job=first))["state"] == "cancelled"
    second = site.do(PrintLabel(design="location", facts=FACTS, printer="PR1"))["jobs"][0]
    run(site)
    assert site.do(CancelPrint(job=second), status=409)["code"] == "print_state"
    assert states(site) == [(first, "cancelled"), (second, "printed")]


def test_what_does_not_fit_together_is_refused(site: Site, tmp_path: Path) -> None:
    printer(site, "SMALL", f"folder:{tmp_path}", width_mm=57, height_mm=32)
    small = RouteSet(document="carton", printer="SMALL")
    assert site.put(RouteSet.path, small, status=422)["code"] == "media_too_small"
    unknown = PrintLabel(design="no_such", facts={})
    assert site.do(unknown, status=422)["code"] == "label_unknown_design"
    absent = PrintLabel(design="location", facts=FACTS, printer="NONE")
    assert site.do(absent, status=404)["code"] == "not_found"
    odd = PrinterCreate(code="X", name="X", address="lp0", language=PrintLanguage.ZPL)
    assert site.do(odd, status=422)["code"] == "bad_address"
    assert site.get(f"{JOBS}/P999", status=404)["code"] == "not_found"


def test_a_stopped_printer_is_sent_nothing_until_it_is_started(site: Site, tmp_path: Path) -> None:
    printer(site, "PR1", f"folder:{tmp_path}")
    path = "/warehouses/{warehouse}/printers/PR1"
    whole = {"name": "x", "address": f"folder:{tmp_path}", "language": "png", "dpi": 203}
    assert site.put(path, {**whole, "stopped": True, "version": 1})["state"] == "stopped"
    job = site.do(PrintLabel(design="location", facts=FACTS, printer="PR1"))["jobs"][0]
    run(site)
    assert states(site) == [(job, "queued")]
    assert site.put(path, {**whole, "version": 1}, status=409)["code"] == "stale"
    site.put(path, {**whole, "version": 2})
    run(site)
    assert states(site) == [(job, "printed")]
