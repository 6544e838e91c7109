"""The battery as Linux tells it."""

from pathlib import Path

import pytest

from terminal.battery import percent


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSH_CONNECTION", "TEXTUAL_DRIVER"):
        monkeypatch.delenv(name, raising=False)


def supply(folder: Path, name: str, **files: str) -> None:
    (folder / name).mkdir()
    for file, text in files.items():
        (folder / name / file).write_text(f"{text}\n")


def test_the_emptiest_battery_of_the_machine_itself(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online="1")
    supply(tmp_path, "BAT0", type="Battery", capacity="81")
    supply(tmp_path, "BAT1", type="Battery", capacity="17", scope="System")
    supply(tmp_path, "mouse", type="Battery", capacity="3", scope="Device")
    supply(tmp_path, "odd", type="Battery", capacity="unknown")
    assert percent(tmp_path) == 17


def test_none_is_told_where_there_is_none(tmp_path: Path) -> None:
    assert percent(tmp_path) is None
    assert percent(tmp_path / "nowhere") is None


def test_the_battery_of_a_server_is_nothing_to_a_worker_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    supply(tmp_path, "BAT0", type="Battery", capacity="81")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")
    assert percent(tmp_path) is None
