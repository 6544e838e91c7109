"""A camera, a video or a picture as a scanner, in a process of its own (terminal 4.3 T5)."""

import contextlib
import multiprocessing
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.queues import Queue as Pipe
from multiprocessing.synchronize import Event as Flag
from pathlib import Path
from typing import Any

import cv2
from msgspec.structs import replace
from numpy.typing import NDArray

from terminal.scan.raw import RawScan, Source
from terminal.sources.agreement import Gathering, Seen
from terminal.sources.decode import look
from terminal.sources.preview import Preview
from terminal.sources.still import settled
from terminal.sources.variants import Gray, gray

PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff"}
LEAST_WAIT, MOST_WAIT = 0.5, 30.0


class NoCamera(Exception):
    """A source that can't be opened; the message names it."""


def read_picture(path: Path) -> list[Seen]:
    """The symbols of one picture, each read twice: by two engines, or in two variants of it."""
    frame = cv2.imread(str(path))
    if frame is None:
        raise NoCamera(f"{path} is not a picture.")
    return settled(gray(frame))


class Camera:
    """Watches `source` (a webcam's number, a video or a picture) and posts RawScans.

    A process that dies is started again after 0.5 to 30 s; `is_alive` is for the bar. A video or
    picture that has come to its end is not started again.
    """

    def __init__(
        self, source: str, post: Callable[[RawScan], None], mint: Callable[[], str]
    ) -> None:
        self._source, self._post, self._mint = source, post, mint
        self._context = multiprocessing.get_context("spawn")
        self._out: Pipe[list[Seen] | str | None] = self._context.Queue()
        self._stopping = threading.Event()
        self._stop: Flag = self._context.Event()
        self.preview = Preview(self._context.Event(), self._context.Queue(1))
        self._process = self._spawn()
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._seq = 0
        self.fault = ""

    def start(self) -> None:
        self._process.start()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._stop.set()
        self._process.join(3)
        if self._process.is_alive():
            self._process.kill()

    @property
    def is_alive(self) -> bool:
        return bool(self._process.is_alive())

    def _run(self) -> None:
        wait = LEAST_WAIT
        while not self._stopping.is_set():
            came = self._next()
            if isinstance(came, list):
                wait = LEAST_WAIT
                first, *others = map(self._raw, came)
                self._post(replace(first, beside=tuple(others)))
            elif came is None:
                return
            elif came:
                self.fault = came
            elif not self._process.is_alive():
                self._stopping.wait(wait)
                wait = min(wait * 2, MOST_WAIT)
                self._again()

    def _next(self) -> list[Seen] | str | None:
        """What the process says: one scan, a fault, None at its end, "" for nothing yet."""
        try:
            return self._out.get(timeout=0.2)
        except queue.Empty:
            return ""

    def _again(self) -> None:
        if not self._stopping.is_set():
            self._process = self._spawn()
            self._process.start()

    def _spawn(self) -> Any:
        arguments = (self._source, self._out, self._stop, self.preview)
        return self._context.Process(target=watch, args=arguments, daemon=True, name="camera")

    def _raw(self, seen: Seen) -> RawScan:
        self._seq += 1
        now = time.monotonic()
        return RawScan(
            seen.text, Source.CAMERA, self._mint(), seen.aim, now, now, "camera", self._seq
        )


def watch(source: str, out: "Pipe[list[Seen] | str | None]", stop: Flag, preview: Preview) -> None:
    """The process: frames in, accepted values out, None at the end of a file."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # libzbar writes warnings there
    cv2.setNumThreads(1)  # more would take a second core from the terminal, and save nothing
    try:
        for values in accepted(source, preview.show):
            if stop.is_set():
                return
            if values:
                out.put(values)
        out.put(None)
    except NoCamera as fault:
        out.put(str(fault))


def accepted(
    source: str, show: Callable[[Gray], None] = lambda _frame: None
) -> Iterator[list[Seen]]:
    """What is one scan, frame by frame; each frame of a camera or video is shown as well."""
    if Path(source).suffix.lower() in PICTURES:
        yield read_picture(Path(source))
        return
    gathering = Gathering()
    for number, (at, frame) in enumerate(_frames(source)):
        image = gray(frame)
        show(image)
        yield gathering.see(at, look(image, number))
    yield gathering.rest()


def _frames(source: str) -> Iterator[tuple[float, NDArray[Any]]]:
    """Frames and their time: a webcam's as they come, a video's at its own pace."""
    is_webcam = source.isdigit()
    capture = cv2.VideoCapture(int(source)) if is_webcam else cv2.VideoCapture(source)
    if not capture.isOpened():
        raise NoCamera(f"Camera or video {source} can't be opened.")
    began = time.monotonic()
    with contextlib.closing(_Released(capture)):
        while True:
            at = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
            good, frame = capture.read()
            if not good:
                if is_webcam:
                    raise NoCamera(f"Camera {source} gives no more frames.")
                return
            passed = time.monotonic() - began
            if not is_webcam and at > passed:
                time.sleep(at - passed)
            yield (passed if is_webcam else at), frame


class _Released:
    def __init__(self, capture: cv2.VideoCapture) -> None:
        self._capture = capture

    def close(self) -> None:
        self._capture.release()
