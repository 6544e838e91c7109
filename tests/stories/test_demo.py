"""The demonstration, small: the real programs end to end, and every label that came out reads."""

import io
import subprocess
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from tests.conftest import ENGINE
from tests.labels import zpl_reader
from tests.program import TALLYMAN, tallyman

MOST_SECONDS = 600  # a loaded machine; an idle one needs some thirty

sqlite_only = pytest.mark.skipif(ENGINE != "sqlite", reason="the demonstration brings its own")


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Without a tty on any side, as CI runs it."""
    return subprocess.run(
        [TALLYMAN, "demo", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=MOST_SECONDS,
    )


def pictures(path: Path) -> list[Image.Image]:
    content = path.read_bytes()
    if path.suffix == ".zpl":
        return zpl_reader.pictures(content)
    if path.suffix == ".png":
        return [Image.open(io.BytesIO(content))]
    pages = pypdfium2.PdfDocument(content)
    return [page.render(scale=203 / 72, grayscale=True).to_pil() for page in pages]


def read(path: Path) -> set[str]:
    """What the symbols of a printed file say."""
    return {symbol.text for picture in pictures(path) for symbol in zxingcpp.read_barcodes(picture)}


@sqlite_only
def test_a_morning_ends_with_exact_counts_and_labels_that_read(tmp_path: Path) -> None:
    """16 items, 5 of them on 5 purchase orders; 8 orders: one for later, one cancelled."""
    folder = tmp_path / "site"
    done = demo("--folder", str(folder), "--items", "16", "--orders", "8")
    line = "demo: received 7 lines, shipped 6 orders, printed 22 labels, fsck clean\n"
    assert (done.returncode, done.stdout) == (0, line), done.stderr
    files = [path for path in (folder / "labels").rglob("*") if path.is_file()]
    kinds = Counter(path.stem.partition("-")[2] for path in files)
    assert kinds == {"location": 10, "carton": 6, "packing_slip_roll": 6}
    assert {path.suffix for path in files} == {".zpl", ".png", ".pdf"}
    for path in files:
        assert read(path), f"{path} does not read"
    cartons = set[str]().union(*(read(path) for path in files if "carton" in path.name))
    assert len({text for text in cartons if text.startswith("LP")}) == 6


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    code, said, complaint = tallyman("demo", "--folder", str(tmp_path))
    assert (code, said) == (1, "")
    assert "not of a demonstration" in complaint
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_too_small_a_demonstration_is_usage(tmp_path: Path) -> None:
    code, _, complaint = tallyman("demo", "--folder", str(tmp_path), "--items", "3")
    assert (code, "--items is 3, it takes 16 to 200" in complaint) == (2, True)
