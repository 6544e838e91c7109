"""Drawn symbols through real decoders, a real video file and the camera's own process."""

import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray

from labels.codes import Kind as House
from labels.codes import house_code
from terminal.scan.normalise import normalise
from terminal.scan.outcome import Accept
from terminal.scan.raw import RawScan, Source
from terminal.scan.reading import Kind
from terminal.scan.resolve import resolve
from terminal.scan.wanted import Alias, Candidate, Wanted
from terminal.sources import decode
from terminal.sources.camera import Camera, NoCamera, read_picture
from terminal.sources.still import settled
from terminal.sources.variants import gray

BIN = house_code(House.LOCATION, "A-03-12-2")
EAN = "9501101530003"
FORMATS = zxingcpp.BarcodeFormat


def drawn(content: str, form: Any, *, gs1: bool = False) -> NDArray[np.uint8]:
    """A symbol on a white page of 640 by 480, as a camera holds it."""
    made = zxingcpp.create_barcode(content, form, gs1=gs1)
    image = np.array(made.to_image(scale=2, add_quiet_zones=True))
    page = np.full((480, 640), 255, np.uint8)
    high, wide = image.shape
    page[100 : 100 + high, 40 : 40 + wide] = image
    return page


@pytest.mark.parametrize(
    ("content", "form", "gs1", "text", "aim"),
    [
        (BIN, FORMATS.Code128, False, BIN, "]C0"),
        (BIN, FORMATS.DataMatrix, False, BIN, "]d1"),
        (EAN, FORMATS.EAN13, False, EAN, "]E0"),
        ("036000291452", FORMATS.UPCA, False, "0036000291452", "]E0"),
        ("(01)09501101530003(10)AB-1(37)12", FORMATS.Code128, True, None, "]C1"),
        ("(01)09501101530003(10)AB-1(37)12", FORMATS.DataMatrix, True, None, "]d2"),
        (BIN, FORMATS.QRCode, False, BIN, "]Q1"),
    ],
)
def test_a_picture_of_a_symbol_is_read_with_its_identifier(
    tmp_path: Path, content: str, form: Any, *, gs1: bool, text: str | None, aim: str
) -> None:
    cv2.imwrite(str(tmp_path / "label.png"), drawn(content, form, gs1=gs1))
    (seen,) = read_picture(tmp_path / "label.png")
    assert seen.text == (text or "010950110153000310AB-1\x1d3712")
    assert seen.aim == aim


def test_each_decoder_reads_an_ean_by_itself() -> None:
    page = drawn(EAN, FORMATS.EAN13)
    for decoder in decode.DECODERS:
        if decoder.__name__ in decode.active():
            assert [seen.text for seen in decoder(page)] == [EAN], decoder.__name__


def test_a_colour_frame_is_read_as_gray() -> None:
    page = drawn(BIN, FORMATS.Code128)
    assert {seen.text for seen in decode.look(gray(np.dstack([page] * 3)))} == {BIN}


def test_noise_is_nothing() -> None:
    noise = np.random.default_rng(7).integers(0, 255, (480, 640), np.uint8)
    assert decode.look(noise) == []
    assert settled(noise) == []


def test_what_is_no_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_text("no picture")
    with pytest.raises(NoCamera, match=r"x\.png is not a picture"):
        read_picture(tmp_path / "x.png")


def collected(source: str, count: int, seconds: float = 60) -> tuple[list[RawScan], Camera]:
    scans: list[RawScan] = []
    camera = Camera(source, scans.append, lambda: "an-id")
    camera.start()
    until = time.monotonic() + seconds
    while len(scans) < count and not camera.fault and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.3)
    camera.stop()
    return scans, camera


def test_two_labels_in_view_are_one_scan(tmp_path: Path) -> None:
    page = drawn(BIN, FORMATS.Code128)
    page[240:480] = drawn(EAN, FORMATS.EAN13)[80:320]
    cv2.imwrite(str(tmp_path / "shelf.png"), page)
    (scan,), _ = collected(str(tmp_path / "shelf.png"), 1)
    assert {one.text for one in scan.in_view} == {BIN, EAN}
    assert len(scan.in_view) == 2


def test_a_video_gives_each_value_once_per_time_in_view(tmp_path: Path) -> None:
    page, blank = drawn(BIN, FORMATS.Code128), np.full((480, 640), 255, np.uint8)
    item = drawn("(01)09501101530003(10)AB-1", FORMATS.DataMatrix, gs1=True)
    video = str(tmp_path / "shelf.avi")
    writer = cv2.VideoWriter(video, cv2.VideoWriter.fourcc(*"MJPG"), 10, (640, 480))
    for frame in [page] * 5 + [blank] * 9 + [item] * 5 + [blank] * 9 + [page] * 5:
        writer.write(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR))
    writer.release()
    scans, _ = collected(video, 3)
    assert [scan.text for scan in scans] == [BIN, "010950110153000310AB-1", BIN]
    assert {scan.source for scan in scans} == {Source.CAMERA}
    widget = Candidate("W-100", aliases=(Alias(EAN),))
    outcome = resolve(normalise(scans[1]), Wanted(Kind.ITEM, one_of=(widget,)))
    assert isinstance(outcome, Accept)
    assert outcome.reading.values["lot"] == "AB-1"


def test_a_camera_that_is_not_there_says_so_and_takes_nothing_along() -> None:
    scans, camera = collected("97", 1, seconds=60)
    assert scans == []
    assert camera.fault == "Camera or video 97 can't be opened."
