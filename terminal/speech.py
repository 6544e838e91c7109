"""Question and result read aloud, by the machine's own voice (terminal 9.3)."""

import shutil
import subprocess
import threading
from typing import Protocol

from terminal.flows.offers import View
from terminal.said import spoken

# What reads text from its input, by the name of its program, and how it is told the language.
VOICES = ((("espeak-ng", "--stdin"), "-v"), (("espeak", "--stdin"), "-v"), (("say",), ""))
LONGEST_SECONDS = 30.0


class Speech(Protocol):
    """The port. `speak` returns at once; what is being said is broken off."""

    def speak(self, text: str, language: str = "en") -> None: ...
    def stop(self) -> None: ...


class Mute:
    def speak(self, text: str, language: str = "en") -> None:
        """Nothing."""

    def stop(self) -> None:
        """Nothing."""


class Voice:
    """A program that reads aloud what stands in its input; the newest text is the only one."""

    def __init__(self, command: tuple[str, ...], option: str = "") -> None:
        """`option` of the program is followed by the language; without one it has its own."""
        self._command, self._option = command, option
        self._next, self._language = "", "en"
        self._stopped = False
        self._wake = threading.Condition()
        self._reading: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="speech", daemon=True)
        self._thread.start()

    def speak(self, text: str, language: str = "en") -> None:
        with self._wake:
            self._next, self._language = text, language
            self._break_off()
            self._wake.notify()

    def stop(self) -> None:
        with self._wake:
            self._stopped = True
            self._break_off()
            self._wake.notify()
        self._thread.join(LONGEST_SECONDS)

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._next or self._stopped)
                if self._stopped:
                    return
                text, self._next = self._next, ""
                reading = self._reading = self._begin()
            if reading is not None:
                self._read(reading, text)

    def _begin(self) -> "subprocess.Popen[bytes] | None":
        spoken_in = (self._option, self._language) if self._option else ()
        try:
            return subprocess.Popen(  # noqa: S603 - a program found in PATH, told the language
                (*self._command, *spoken_in),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:  # a voice that is gone says nothing: the screen says it all
            return None

    @staticmethod
    def _read(reading: "subprocess.Popen[bytes]", text: str) -> None:
        try:
            reading.communicate(text.encode(), timeout=LONGEST_SECONDS)
        except (OSError, subprocess.SubprocessError):
            reading.kill()
            reading.wait()

    def _break_off(self) -> None:
        if self._reading is not None:
            self._reading.terminate()


class Reader:
    """Reads each view that is painted, once."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._before = View()

    def paint(self, view: View, language: str = "en") -> None:
        """In the language that the view is in already."""
        text = spoken(view, self._before)
        self._before = view
        if text:
            self._speech.speak(text, language)

    def stop(self) -> None:
        self._speech.stop()


def speech(wanted: str) -> Speech:
    """`auto` is the first voice found in PATH; without one, or with `none`, nothing is said."""
    for (program, *options), language in VOICES if wanted == "auto" else ():
        found = shutil.which(program)
        if found:
            return Voice((found, *options), language)
    return Mute()
