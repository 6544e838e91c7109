"""A page in headless Chromium, driven through its own protocol: keys as a scanner types them."""

import asyncio
import itertools
import json
import shutil
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
]
TEXT = "[...document.querySelectorAll('.xterm-rows > div')].map(row => row.textContent).join('\\n')"


class Browser:
    """One page; `asked` holds every address that it has requested."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.asked: list[str] = []
        self._numbers = itertools.count(1)

    async def call(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        await self.socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            said = await self.socket.receive_json(timeout=20)
            if said.get("method") == "Network.requestWillBeSent":
                self.asked.append(said["params"]["request"]["url"])
            if said.get("method") == "Network.webSocketCreated":
                self.asked.append(said["params"]["url"])
            if said.get("id") == number:
                assert "error" not in said, said
                return said["result"]

    async def value(self, script: str) -> Any:
        told = await self.call("Runtime.evaluate", expression=script, returnByValue=True)
        return told["result"].get("value")

    async def open(self, url: str, columns: int, rows: int) -> None:
        """A handheld's screen: the page chooses its letters so that 26 columns fit."""
        size = {"width": columns, "height": rows, "deviceScaleFactor": 1, "mobile": True}
        await self.call("Emulation.setDeviceMetricsOverride", **size)
        await self.call("Emulation.setTouchEmulationEnabled", enabled=True)
        await self.call("Network.enable")
        await self.call("Page.navigate", url=url)

    async def type(self, text: str) -> None:
        """Each key down and up, at once, as a wedge does; Enter last."""
        for letter in text:
            await self._key(letter, text=letter)
        await self._key("Enter", text="\r", code="Enter", windowsVirtualKeyCode=13)

    async def tap(self, selector: str, words: str = "") -> None:
        """A finger on the middle of the first such element, of these words if any are given."""
        at = await self.value(
            f"(() => {{ const found = [...document.querySelectorAll({selector!r})]"
            f".find(one => !{words!r} || one.textContent === {words!r}).getBoundingClientRect();"
            " return [found.x + found.width / 2, found.y + found.height / 2]; })()"
        )
        point = {"x": at[0], "y": at[1]}
        await self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[point])
        await self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    async def _key(self, key: str, **more: Any) -> None:
        await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **more)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def screen(self) -> str:
        return str(await self.value(TEXT) or "").replace("\xa0", " ")

    async def wait(self, words: str, seconds: float = 20) -> str:
        shown = ""
        for _ in range(int(seconds * 10)):
            shown = await self.screen()
            if words in shown:
                return shown
            await asyncio.sleep(0.1)
        raise AssertionError(f"{words!r} is not on the page:\n{shown}")


@asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Browser]:
    """A new, empty profile in `folder`."""
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={folder}", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: ASYNC220 - from PATH, at the start of a test
    try:
        port = await asyncio.to_thread(_port, folder / "DevToolsActivePort")
        async with aiohttp.ClientSession() as http:
            async with http.get(f"http://127.0.0.1:{port}/json") as answer:
                pages = json.loads(await answer.text())
            [address] = [page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page"]
            async with http.ws_connect(address, max_msg_size=0) as socket:
                yield Browser(socket)
    finally:
        process.kill()
        process.wait()


def _port(file: Path) -> int:
    for _ in range(300):
        if file.exists() and (lines := file.read_text().splitlines()):
            return int(lines[0])
        time.sleep(0.1)
    raise AssertionError("Chromium has not started.")
