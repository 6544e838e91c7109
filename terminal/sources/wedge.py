"""The keyboard wedge: Textual's key events to scans, typing and keys (terminal 4.3 T1)."""

from collections.abc import Callable
from typing import Protocol

from msgspec.structs import replace
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.timer import Timer

from terminal.flows.offers import Event, Key, Scan
from terminal.scan.assemble import Assembled, Assembler, Pressed
from terminal.scan.profile import PLAIN, ScanProfile
from terminal.scan.raw import RawScan

# Control characters by the name of their key: some protocols name the key and lose the character.
CONTROL = {f"ctrl+{chr(96 + code)}": chr(code) for code in range(1, 27)} | {
    "ctrl+@": "\x00",
    "ctrl+backslash": "\x1c",
    "ctrl+right_square_bracket": "\x1d",
    "ctrl+circumflex_accent": "\x1e",
    "ctrl+underscore": "\x1f",
    "enter": "\r",
    "tab": "\t",
}
EDITING = {"backspace", "delete", "ctrl+h"}


class Wedge:
    """One keyboard as a source. `instant` lets one typed digit answer a choice."""

    def __init__(
        self, mint: Callable[[], str], profile: ScanProfile = PLAIN, device: str = "wedge"
    ) -> None:
        self._mint = mint
        self._device = device
        self._assembler = Assembler(profile)

    @property
    def instant(self) -> bool:
        return self._assembler.instant

    @instant.setter
    def instant(self, value: bool) -> None:
        self._assembler.instant = value

    @property
    def is_waiting(self) -> bool:
        return self._assembler.is_waiting

    def take(self, event: events.Key | events.Paste) -> list[Assembled]:
        """What one event of the terminal ends or shows. Its time is the parser's."""
        if isinstance(event, events.Paste):
            return self._stamped(self._assembler.paste(event.text, event.time))
        if event.key in EDITING:
            return self._stamped(self._assembler.key("backspace", event.time))
        character = character_of(event)
        if event.key == "escape" or character is None:
            return self._stamped(self._assembler.key(event.key, event.time))
        return self._stamped(self._assembler.feed(character, event.time))

    def tick(self, at: float) -> list[Assembled]:
        return self._stamped(self._assembler.tick(at))

    def _stamped(self, out: list[Assembled]) -> list[Assembled]:
        return [
            replace(each, id=self._mint(), device=self._device)
            if isinstance(each, RawScan)
            else each
            for each in out
        ]


class Listener(Protocol):
    """What hears the keyboard: the wedge, or the scanner doctor in its place."""

    instant: bool

    @property
    def is_waiting(self) -> bool:
        """Whether it has to be told of the passing of time."""

    def take(self, event: events.Key | events.Paste) -> list[Assembled]: ...
    def tick(self, at: float) -> list[Assembled]: ...


def character_of(event: events.Key) -> str | None:
    """What the key types, control characters included; None for a key that types nothing."""
    character = CONTROL.get(event.key, event.character)
    return character if character is not None and len(character) == 1 else None


def events_of(out: list[Assembled], at: float) -> list[Event]:
    """What of the wedge's output is for a run; typing is for the entry line only."""
    offered: list[Event] = []
    for each in out:
        match each:
            case RawScan():
                offered.append(Scan(each, at))
            case Pressed():
                offered.append(Key(each.name, each.before, at))
            case _:
                pass
    return offered


class WedgedApp(App[None], inherit_bindings=False):
    """An App in which no key reaches a widget or a binding: all go through the wedge.

    Override `assembled` to take what comes out. Ctrl-C and Ctrl-Q are data.
    """

    ENABLE_COMMAND_PALETTE = False
    TICK_SECONDS = 0.05

    def __init__(self, wedge: Listener, driver: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver, ansi_color=True)  # our colours are as we said them
        self.wedge = wedge
        self.ticker: Timer | None = None

    def assembled(self, out: list[Assembled]) -> None:
        """A scan, a key, or what the entry line shows."""

    def on_mount(self) -> None:
        self.ticker = self.set_interval(self.TICK_SECONDS, pause=True)

    def listen(self, wedge: Listener) -> None:
        """From now on, the keyboard is that listener's."""
        self.wedge = wedge
        self._rest_or_tick()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste):
            if not event.is_forwarded:
                self._deliver(self.wedge.take(event))
            return
        # In the queue behind what was typed before it, and with its own time: a screen that is
        # busy for longer than a scan's gap must not tear the scan that waits there.
        if isinstance(event, events.Timer) and event.timer is self.ticker:
            if not getattr(self._driver, "is_behind", False):
                self._deliver(self.wedge.tick(event.time))
            return
        await super().on_event(event)

    def _deliver(self, out: list[Assembled]) -> None:
        if out:
            self.assembled(out)
        self._rest_or_tick()

    def _rest_or_tick(self) -> None:
        """Twenty wake-ups a second only while time can end something: a rest spares batteries."""
        if self.ticker is not None:
            (self.ticker.resume if self.wedge.is_waiting else self.ticker.pause)()
