"""A robot reads what it scans off the labels that were just drawn."""

from pathlib import Path

from labels.codes import Kind, house_code
from labels.render import render
from terminal.sources.pictures import UNREADABLE, Pictures

LPN = house_code(Kind.LPN, "0000000042")


def test_the_code_comes_off_the_picture_of_the_label(tmp_path: Path) -> None:
    drawn = render("lpn", 1, {"code": LPN}, language="png", dpi=203)
    (tmp_path / "PJ1.png").write_bytes(b"still being written")
    pictures = Pictures(tmp_path, patience_seconds=0.1)
    assert pictures.aim(LPN) == UNREADABLE
    (tmp_path / "PJ1.png").write_bytes(drawn)
    assert pictures.aim(LPN) == LPN


def test_what_is_no_lpn_is_scanned_by_wedge(tmp_path: Path) -> None:
    assert Pictures(tmp_path).aim("A-03") == "A-03"
