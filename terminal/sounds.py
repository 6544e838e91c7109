"""Good, bad, done: a port with the platform's players, the bell, or nothing behind it (6.5).

It runs in a thread with a queue of one: a new sound replaces one that waits, a paint never waits.
"""

import io
import math
import shutil
import struct
import subprocess
import tempfile
import threading
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from terminal.flows.offers import Sound

# Tones as (hertz, milliseconds); 0 Hz is a rest. Rising is good, low and double is bad.
TUNES: dict[Sound, tuple[tuple[int, int], ...]] = {
    Sound.GOOD: ((1800, 40),),
    Sound.STEP: ((1200, 70), (1800, 90)),
    Sound.DONE: ((1000, 80), (1400, 80), (2000, 140)),
    Sound.WARN: ((900, 180),),
    Sound.BAD: ((220, 300), (0, 80), (220, 300)),
    Sound.ASK: ((900, 80), (1300, 120)),
    Sound.CHIME: ((1500, 120), (1200, 200)),
}
# Bells only: nothing for what the scanner has beeped at itself.
BELLS = {Sound.GOOD: 0, Sound.STEP: 0, Sound.DONE: 2, Sound.BAD: 3}
BELL_GAP_SECONDS = 0.15
RATE = 22_050
PLAYERS = (("aplay", "-q"), ("paplay",), ("afplay",))
LONGEST_SECONDS = 2.0


class Backend(Protocol):
    """One way to be heard; `play` may take its time, and never raises."""

    def play(self, sound: Sound) -> None: ...


class Silence:
    def play(self, sound: Sound) -> None:
        """Nothing."""


class Bell:
    """BEL patterns; `ring` writes one BEL to the terminal."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring

    def play(self, sound: Sound) -> None:
        for number in range(BELLS.get(sound, 1)):
            if number:
                time.sleep(BELL_GAP_SECONDS)
            self._ring()


class Told:
    """The page that shows the terminal plays the tune: it is told by a control sequence of ours."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def play(self, sound: Sound) -> None:
        self._write(f"\x1b]7770;{sound}\x07")


class Player:
    """WAV files through the platform's player; a player that fails falls back to `otherwise`."""

    def __init__(self, command: tuple[str, ...], otherwise: Backend) -> None:
        self._command = command
        self._otherwise = otherwise
        self._folder = tempfile.TemporaryDirectory(prefix="tallyman-sounds-")
        for sound, tune in TUNES.items():
            self._file(sound).write_bytes(wav(tune))

    def play(self, sound: Sound) -> None:
        try:
            done = subprocess.run(  # noqa: S603 - our own file, a player found in PATH
                [*self._command, str(self._file(sound))],
                capture_output=True,
                check=False,
                timeout=LONGEST_SECONDS,
            )
        except (OSError, subprocess.SubprocessError):
            self._otherwise.play(sound)
            return
        if done.returncode:
            self._otherwise.play(sound)

    def _file(self, sound: Sound) -> Path:
        return Path(self._folder.name) / f"{sound}.wav"


class Sounds:
    """The port: `play` returns at once."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._next: Sound | None = None
        self._wake = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="sounds", daemon=True)
        self._thread.start()

    def play(self, sound: Sound) -> None:
        with self._wake:
            self._next = sound
            self._wake.notify()

    def stop(self) -> None:
        """Let the sound that plays end, and no other begin."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        self._thread.join(LONGEST_SECONDS)

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._next is not None or self._stopped)
                sound, self._next = self._next, None
                if self._stopped:
                    return
            if sound is not None:
                self._backend.play(sound)


def backend(wanted: str, ring: Callable[[], None]) -> Backend:
    """`auto`, `player`, `bell` or `none`; a player that isn't there is a bell."""
    if wanted == "none":
        return Silence()
    bell = Bell(ring)
    if wanted != "bell":
        for command, *options in PLAYERS:
            found = shutil.which(command)
            if found:
                return Player((found, *options), bell)
    return bell


def wav(tune: tuple[tuple[int, int], ...]) -> bytes:
    """Mono, 16 bits; each tone fades in and out over 5 ms so that it doesn't crack."""
    samples: list[int] = []
    for hertz, milliseconds in tune:
        length = RATE * milliseconds // 1000
        fade = RATE // 200
        for n in range(length):
            loud = min(1.0, n / fade, (length - n) / fade)
            samples.append(int(24_000 * loud * math.sin(2 * math.pi * hertz * n / RATE)))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return out.getvalue()
