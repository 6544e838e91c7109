"""`tallyman terminal` where no screen can be shown."""

from pathlib import Path

from terminal import settings
from terminal.settings import DeviceProfile
from tests.program import environment, tallyman


def test_without_a_tty_it_says_so_and_ends(tmp_path: Path) -> None:
    settings.save(tmp_path, DeviceProfile(device="HH-1", secret="S3CRET"))
    code, told, complaint = tallyman("terminal", "--home", str(tmp_path), env=environment(tmp_path))
    assert (code, told) == (1, "")
    assert complaint == "HH-1 is enrolled; its screen needs a terminal to be shown in.\n"
