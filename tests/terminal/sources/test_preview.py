"""The camera's picture as text, from its own process and only while somebody looks."""

import time
from pathlib import Path

import cv2
import numpy as np

from terminal.scan.raw import RawScan
from terminal.sources.camera import Camera
from terminal.sources.preview import COLUMNS, ROWS, half_blocks


def test_light_and_dark_are_blocks_of_two_halves() -> None:
    image = np.zeros((ROWS * 20, COLUMNS * 10), np.uint8)
    image[:, : COLUMNS * 5] = 255
    image[:10, :] = 255
    lines = half_blocks(image)
    assert lines[0] == "█" * 13 + "▀" * 13
    assert lines[1:] == ("█" * 13 + " " * 13,) * (ROWS - 1)


def test_a_video_is_seen_while_it_is_asked_for_and_not_after(tmp_path: Path) -> None:
    path = tmp_path / "walk.avi"
    made = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (320, 240))
    frame = np.zeros((240, 320, 3), np.uint8)
    frame[:, :160] = 255
    for _ in range(100):
        made.write(frame)
    made.release()
    posted: list[RawScan] = []
    camera = Camera(str(path), posted.append, lambda: "an-id")
    camera.start()
    try:
        until = time.monotonic() + 20
        while not camera.is_alive and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(1.0)
        assert camera.preview.newest() == ()
        camera.preview.ask(wanted=True)
        lines: tuple[str, ...] = ()
        while not lines and time.monotonic() < until:
            time.sleep(0.05)
            lines = camera.preview.newest()
        assert lines == ("█" * 13 + " " * 13,) * ROWS
    finally:
        camera.stop()
