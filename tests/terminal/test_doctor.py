"""The scanner doctor in a real pty: the sheet is typed as a mis-set scanner does, then work."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest
from msgspec.structs import replace

from labels.codes import CALIBRATION_CODES, PREFIX
from terminal import settings
from terminal.scan.profile import PLAIN, ScanProfile
from terminal.settings import DeviceProfile
from tests.terminal.floor import Person, Served
from tests.terminal.scan.test_calibrate import UK
from tests.terminal.test_painted import Painted


@contextmanager
def killed(screen: Painted) -> Iterator[Painted]:
    """The program is ended behind the test, whatever comes of it."""
    try:
        yield screen
    finally:
        screen.kill()


@pytest.fixture
def carla(floor: Served, tmp_path: Path) -> Person:
    """Somebody new with a device of their own in `tmp_path`."""
    code = f"P{tmp_path.name[-12:]}".upper().replace("_", "-")
    person = floor.person(code)
    settings.save(tmp_path, floor.device(f"D{code[1:]}"))
    return person


def scan_sheet(screen: Painted, gs: str = "{FNC}") -> None:
    """With a prefix, on a keyboard set to the United Kingdom, which changes six characters."""
    for number, code in enumerate(CALIBRATION_CODES, 1):
        screen.wait(f"SCAN CODE {number} OF 4")
        screen.scan("%%" + code.translate(UK).replace("\x1d", gs))


def test_f1_at_the_login_learns_the_scanner_and_its_badge_is_read_at_once(
    carla: Person, tmp_path: Path
) -> None:
    with killed(Painted(tmp_path, 40, 30)) as screen:
        screen.wait("SCAN BADGE")
        screen.key("f1").wait("SCAN CODE 1 OF 4")
        scan_sheet(screen)
        screen.wait("Learnt and kept")
        screen.wait("layout UK")
        screen.wait("prefix %%")
        learnt = settings.load(tmp_path).scan
        assert (learnt.prefix, learnt.separator) == ("%%", "{FNC}")
        assert dict(learnt.layout)["£"] == "#"
        screen.key("escape").wait("SCAN BADGE")
        screen.scan("%%" + carla.badge).wait("PIN")
        screen.type(carla.pin).wait("SCAN ANYTHING")
        screen.scan(f"%%{PREFIX}TEST").wait("SCAN CODE 1 OF 4")
        screen.key("escape").wait("SCAN ANYTHING")


def test_what_the_doctor_is_shown_is_not_obeyed_and_a_badge_stays_secret(
    carla: Person, tmp_path: Path
) -> None:
    with killed(Painted(tmp_path, 40, 30)) as screen:
        screen.wait("SCAN BADGE")
        screen.key("f1").wait("SCAN CODE 1 OF 4")
        screen.scan(carla.badge).wait("That is another code")
        shown = screen.settled()
        assert "badge" in shown
        assert " ".join(f"{ord(c):02X}" for c in carla.badge[:6]) not in shown
        screen.scan(f"{PREFIX}LOGOUT").wait("58 43 54 4C")
        screen.wait("SCAN CODE 1 OF 4")
        screen.wait("zxing-cpp")
        screen.key("escape").wait("SCAN BADGE")


def test_a_profile_reaches_the_next_start(carla: Person, tmp_path: Path) -> None:
    kept = settings.load(tmp_path)
    settings.save(tmp_path, replace(kept, scan=ScanProfile(prefix="%%")))
    with killed(Painted(tmp_path)) as screen:
        screen.wait("SCAN BADGE")
        screen.scan("%%" + carla.badge).wait("PIN")


def test_a_profile_is_kept_as_it_was_learnt(tmp_path: Path) -> None:
    awkward = ScanProfile(0.18, '"\\', "#'", "\x1d\x01é", (("£", "#"), ('"', "@"), ("\\", "]")))
    settings.save(tmp_path, DeviceProfile(device="HH-1", scan=awkward))
    assert settings.load(tmp_path).scan == awkward
    settings.save(tmp_path, DeviceProfile(device="HH-1"))
    assert settings.load(tmp_path).scan == PLAIN


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "TEXTUAL_DRIVER"])
def test_over_ssh_and_in_a_browser_a_scan_may_be_torn_for_longer(name: str) -> None:
    device = DeviceProfile(scan=ScanProfile(prefix="%"))
    assert settings.scan_profile(device, {}).gap_seconds == 0.12
    torn = settings.scan_profile(device, {name: "x"})
    assert (torn.gap_seconds, torn.prefix) == (0.3, "%")


def test_the_doctor_shows_what_the_camera_sees(carla: Person, tmp_path: Path) -> None:
    path = tmp_path / "shelf.avi"
    made = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 5, (320, 240))
    frame = np.zeros((240, 320, 3), np.uint8)
    frame[:, :160] = 255
    for _ in range(200):
        made.write(frame)
    made.release()
    kept = settings.load(tmp_path)
    settings.save(tmp_path, replace(kept, camera=str(path)))
    with killed(Painted(tmp_path, 40, 30)) as screen:
        screen.wait("SCAN BADGE")
        screen.key("f1").wait("█" * 13 + " ")
        screen.key("escape").wait("SCAN BADGE")
        assert "█" * 13 not in screen.settled()
