"""Sounds: what is heard for what, and that nobody waits for it."""

import io
import threading
import time
import wave
from pathlib import Path

import pytest

from terminal.flows.offers import Sound
from terminal.sounds import TUNES, Bell, Player, Silence, Sounds, backend, wav


class Slow:
    """A backend that takes until it is let go."""

    def __init__(self) -> None:
        self.heard: list[Sound] = []
        self.go = threading.Event()

    def play(self, sound: Sound) -> None:
        self.heard.append(sound)
        self.go.wait(5)


def until(true: object, seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:  # type: ignore[operator]
        time.sleep(0.01)


def test_a_new_sound_replaces_one_that_waits_and_play_returns_at_once() -> None:
    slow = Slow()
    sounds = Sounds(slow)
    sounds.play(Sound.GOOD)
    until(lambda: slow.heard)
    began = time.monotonic()
    for sound in (Sound.STEP, Sound.WARN, Sound.BAD):
        sounds.play(sound)
    assert time.monotonic() - began < 0.5
    slow.go.set()
    until(lambda: len(slow.heard) == 2)
    sounds.stop()
    assert slow.heard == [Sound.GOOD, Sound.BAD]


@pytest.mark.parametrize(("sound", "bells"), [(Sound.GOOD, 0), (Sound.BAD, 3), (Sound.DONE, 2)])
def test_bells_alone_tell_good_from_bad(sound: Sound, bells: int) -> None:
    rung: list[int] = []
    Bell(lambda: rung.append(1)).play(sound)
    assert len(rung) == bells


def test_every_sound_is_a_wav_that_differs() -> None:
    made = {sound: wav(TUNES[sound]) for sound in Sound}
    assert len(set(made.values())) == len(Sound)
    with wave.open(io.BytesIO(made[Sound.BAD])) as file:
        assert (file.getnchannels(), file.getframerate()) == (1, 22_050)
        assert file.getnframes() / file.getframerate() == pytest.approx(0.68, abs=0.01)


def test_a_player_is_given_the_file_and_a_broken_one_becomes_the_bell(tmp_path: Path) -> None:
    program = tmp_path / "player"
    program.write_text(f'#!/bin/sh\nhead -c 4 "$1" > {tmp_path}/heard\n')
    program.chmod(0o755)
    rung: list[int] = []
    Player((str(program),), Bell(lambda: rung.append(1))).play(Sound.BAD)
    assert ((tmp_path / "heard").read_bytes(), rung) == (b"RIFF", [])
    Player((str(tmp_path / "absent"),), Bell(lambda: rung.append(1))).play(Sound.BAD)
    assert len(rung) == 3


def test_the_backend_follows_the_profile_and_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert isinstance(backend("auto", lambda: None), Bell)
    (tmp_path / "paplay").write_text("#!/bin/sh\n")
    (tmp_path / "paplay").chmod(0o755)
    assert isinstance(backend("auto", lambda: None), Player)
    assert isinstance(backend("bell", lambda: None), Bell)
    assert isinstance(backend("none", lambda: None), Silence)
