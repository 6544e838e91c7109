"""The terminal in a browser: no tap, no outside request, every scan whole, one page at a time."""

import asyncio
import contextlib
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from labels.codes import Kind, house_code
from terminal import settings
from tests.terminal.browser import CHROMIUM, Browser, browser
from tests.terminal.floor import GTINS, Person, Served
from tests.terminal.tty import ROOT

NO_CHROMIUM = "Chromium is not installed: `apt install chromium` lets the browser tests run."
pytestmark = pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)
WIDTH, HEIGHT = 360, 640  # a handheld


@pytest.fixture
def person(floor: Served, tmp_path: Path) -> Person:
    code = f"W{tmp_path.name[-12:]}".upper().replace("_", "-")
    made = floor.person(code)
    settings.save(tmp_path / "device", floor.device(f"D{code[1:]}"))
    return made


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def served(person: Person, port: int, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    assert person.code  # her device is enrolled
    command = "import sys; from server.cli import main; sys.exit(main())"
    home = str(tmp_path / "device")
    process = subprocess.Popen(
        [sys.executable, "-c", command, "terminal", "--home", home, "--web", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert f"http://127.0.0.1:{port}" in process.stdout.readline()
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            break
        time.sleep(0.1)
    yield process
    process.terminate()
    process.wait(30)


@pytest.fixture
def address(served: subprocess.Popen[str], port: int) -> str:
    return f"http://127.0.0.1:{port}/"


async def sign_in(page: Browser, address: str, person: Person) -> None:
    await page.open(address, WIDTH, HEIGHT)
    await page.wait("SCAN BADGE")
    await page.type(person.badge)
    await page.wait("PIN")
    await page.type(person.pin)
    await page.wait("SCAN ANYTHING")


def scans(folder: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(folder / "device" / "outbox.sqlite")) as db:
        return [row[0] for row in db.execute("SELECT text FROM scan ORDER BY rowid")]


def test_thirty_scans_of_thirty_arrive_without_a_tap(
    address: str, person: Person, floor: Served, tmp_path: Path
) -> None:
    floor.put("BOLT", "A-01", 5)
    code = house_code(Kind.LOCATION, "A01")

    async def work() -> None:
        async with browser(tmp_path / "chromium") as page:
            await sign_in(page, address, person)
            first = await page.screen()
            assert 26 <= max(len(line) for line in first.splitlines()) <= 28
            before = len(scans(tmp_path))
            for number in range(30):
                await page.type(code if number % 2 else GTINS["BOLT"])
            for _ in range(100):
                if len(scans(tmp_path)) == before + 30:
                    break
                await asyncio.sleep(0.1)
            assert scans(tmp_path)[before:] == [GTINS["BOLT"], code] * 15
            hosts = {urlsplit(url).netloc for url in page.asked if not url.startswith("data:")}
            assert hosts == {urlsplit(address).netloc}
            assert "inputmode" in str(await page.value("terminal.textarea.outerHTML"))
            assert await page.value("document.activeElement === terminal.textarea") is True

    asyncio.run(work())


def test_who_has_no_keys_taps_them(address: str, person: Person, tmp_path: Path) -> None:
    async def work() -> None:
        async with browser(tmp_path / "chromium") as page:
            await page.open(address, WIDTH, HEIGHT)
            await page.wait("SCAN BADGE")
            rows = await page.value("terminal.rows")
            await page.type(person.badge)
            await page.wait("PIN")
            await page.tap("#screen")
            for digit in person.pin:
                await page.tap("#pad button", digit)
            await page.tap("#pad button", "\u21b5")
            await page.wait("SCAN ANYTHING")
            letter = "terminal.element.clientHeight / terminal.rows"
            wide = "terminal.element.clientWidth / terminal.cols"
            sizes = await page.value(
                "[...document.querySelectorAll('#pad button')]"
                ".map(one => one.getBoundingClientRect())"
                f".map(box => [box.height / ({letter}), box.width / ({wide})])"
            )
            assert min(high for high, _ in sizes) >= 3
            assert min(across for _, across in sizes) >= 8
            await page.tap("#pad button", "F1 F2")
            await page.tap("#pad button", "F1 ?")
            await page.wait("F3 skip")
            await page.tap("#pad button", "Esc")
            await page.wait("SCAN ANYTHING")
            assert await page.value("document.activeElement === terminal.textarea") is True
            assert await page.value("terminal.rows") < rows
            await page.tap("#screen")
            assert await page.value("[document.getElementById('pad').hidden, terminal.rows]") == [
                True,
                rows,
            ]

    asyncio.run(work())


def test_a_second_page_takes_over_where_the_first_one_stood(
    address: str, person: Person, tmp_path: Path
) -> None:
    async def work() -> None:
        async with browser(tmp_path / "one") as one, browser(tmp_path / "two") as two:
            await sign_in(one, address, person)
            await two.open(address, WIDTH, HEIGHT)
            await two.wait("SCAN ANYTHING")
            told = await one.value("document.getElementById('gone').textContent")
            assert re.search("opened elsewhere", str(told))
            assert await two.value("document.getElementById('gone').hidden") is True

    asyncio.run(work())


def test_each_sound_is_played_by_the_page(address: str, person: Person, tmp_path: Path) -> None:
    async def work() -> None:
        async with browser(tmp_path / "chromium") as page:
            await sign_in(page, address, person)
            await page.value("window.played = []; const was = play; play = n => played.push(n)")
            await page.type("NOSUCHTHING")
            await page.wait("Not known")
            assert await page.value("played") == ["bad"]

    asyncio.run(work())


def test_a_line_that_is_cut_is_told_and_what_is_scanned_then_is_refused(
    served: subprocess.Popen[str], address: str, person: Person, tmp_path: Path
) -> None:
    async def work() -> None:
        async with browser(tmp_path / "chromium") as page:
            await sign_in(page, address, person)
            await page.value("window.played = []; play = name => played.push(name)")
            served.terminate()
            for _ in range(100):
                if not await page.value("gone.hidden"):
                    break
                await asyncio.sleep(0.1)
            assert await page.value("gone.textContent") == "No connection. Wait."
            await page.type("A1")
            assert await page.value("played") == ["bad"] * 3

    asyncio.run(work())


@pytest.mark.parametrize("origin", ["http://elsewhere.example", ""])
def test_a_page_of_another_origin_types_nothing_here(address: str, origin: str) -> None:
    async def connect() -> int:
        async with aiohttp.ClientSession() as http:
            try:
                await http.ws_connect(address + "ws", headers={"Origin": origin})
            except aiohttp.WSServerHandshakeError as refused:
                return refused.status
        return 101

    assert asyncio.run(connect()) == 403
