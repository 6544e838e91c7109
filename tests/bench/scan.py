"""Scanning by camera (benchmarks.md 2): what is read, what is misread, what it costs."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from terminal.sources import camera, decode
from terminal.sources.still import settled
from terminal.sources.variants import Gray
from tests.bench.figures import Figure, at_most
from tests.bench.pictures import HIGH, NOTHING, WIDE, Picture, drawn, photographs, says

SUITE, SEED = "scan", 1
DRAWN = 100
SHARP_PIXELS, SOFT_PIXELS = 1.0, 2.2  # of blur; a narrow bar is 2.4 to 4 pixels wide
GOAL_MS, GOAL_SECONDS = 40.0, 0.15
FRAMES_A_SECOND, BEFORE, AFTER = 30, 15, 15
ABSENT = {
    "213 EAN photographs, autofocus": "right >= 99 %",
    "210 EAN photographs, no autofocus": "right >= 55 %",
    "172 retail product photographs": "right >= 74 %",
}

Reader = Callable[[Gray], Iterable[str]]


@dataclass
class Tally:
    """What one reader made of pictures of one kind."""

    shown: int = 0
    right: int = 0
    wrong: int = 0
    cpu_ms: list[float] = field(default_factory=list)

    def take(self, picture: Picture, read: Reader) -> None:
        before = time.process_time()
        texts = list(read(picture.image))
        self.cpu_ms.append((time.process_time() - before) * 1000)
        good = [text for text in texts if says(text, picture.expected)]
        self.shown += 1
        self.right += bool(good)
        self.wrong += len(texts) > len(good)

    @property
    def percent(self) -> float:
        return 100 * self.right / self.shown


READERS: dict[str, Reader] = {
    "cascade": lambda image: [seen.text for seen in settled(image)],
    "zxing-cpp": lambda image: [seen.text for seen in decode.zxing(image)],
    "zbar": lambda image: [seen.text for seen in decode.zbar(image)],
}


def measure() -> Iterator[Figure]:
    """Photographs where there are some, drawn frames, CPU time, and a video."""
    cv2.setNumThreads(1)
    with _Silent():
        yield from _photographs()
        yield from _drawn()
        yield from _frames()
        yield _video()


def _photographs() -> Iterator[Figure]:
    tallies: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for picture in photographs():
        kind = "nothing" if picture.symbology in NOTHING else picture.symbology
        for name, read in READERS.items():
            tallies[kind][name].take(picture, read)
    nothing = tallies.pop("nothing", None)
    tallies.pop("PDF417", None)  # off unless a site lists it
    for kind, by in sorted(tallies.items()):
        yield _right(f"{kind}: right", by, None)
    for name, goal in ABSENT.items():
        yield Figure(
            suite=SUITE, figure=name, unit="%", value=None, goal=goal, seed=SEED,
            why="not in ../shared/data/barcodes",
        )  # fmt: skip
    wrong = sum(by["cascade"].wrong for by in tallies.values()) if tallies else None
    alone = sum(by["zxing-cpp"].wrong for by in tallies.values())
    yield _none(
        "wrong after agreement", wrong, alone, sum(b["cascade"].shown for b in tallies.values())
    )
    if nothing is not None:
        seen = nothing["cascade"]
        yield _none(
            "read where there is nothing", seen.wrong, nothing["zxing-cpp"].wrong, seen.shown
        )


def _drawn() -> Iterator[Figure]:
    random = Random(SEED)
    for name, blur, goal in (("in", SHARP_PIXELS, 99.0), ("out of", SOFT_PIXELS, None)):
        by: dict[str, Tally] = defaultdict(Tally)
        for _ in range(DRAWN):
            picture = drawn(random, blur)
            for reader, read in READERS.items():
                by[reader].take(picture, read)
        what = f"EAN-13 drawn, {name} focus"
        yield _right(f"{what}: right", by, goal)
        yield _none(f"{what}: wrong", by["cascade"].wrong, by["zxing-cpp"].wrong, DRAWN)


def _frames() -> Iterator[Figure]:
    """CPU of one frame of a camera with a code in view, and of one without."""
    random = Random(SEED + 1)
    for name, frames in (
        ("code in view", [drawn(random, SHARP_PIXELS).image for _ in range(DRAWN)]),
        ("nothing in view", [_empty(random) for _ in range(DRAWN)]),
    ):
        spent = median(_cpu(partial(decode.look, one, n)) for n, one in enumerate(frames))
        alone = median(_cpu(partial(decode.zxing, one)) for one in frames)
        yield Figure(
            suite=SUITE, figure=f"720p frame, {name}: median", unit="CPU ms", value=spent,
            reference=alone, ratio=spent / alone, goal=f"<= {GOAL_MS:.0f}",
            holds=at_most(GOAL_MS, spent), n=DRAWN, seed=SEED,
        )  # fmt: skip


def _video() -> Figure:
    """A video at its own pace: from the first frame with the code to its acceptance."""
    random = Random(SEED + 2)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "code.avi"
        made = cv2.VideoWriter(
            str(path), cv2.VideoWriter.fourcc(*"MJPG"), FRAMES_A_SECOND, (WIDE, HIGH)
        )
        shown = drawn(random, SHARP_PIXELS)
        for image in [_empty(random)] * BEFORE + [shown.image] * AFTER:
            made.write(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR))
        made.release()
        began, came = time.monotonic(), None
        for values in camera.accepted(str(path)):
            if any(says(seen.text, shown.expected) for seen in values):
                came = time.monotonic() - began - BEFORE / FRAMES_A_SECOND
                break
    return Figure(
        suite=SUITE, figure="video, 30 frames/s: in view to accepted", unit="s", value=came,
        reference=1 / FRAMES_A_SECOND, ratio=came * FRAMES_A_SECOND if came else None,
        goal=f"<= {GOAL_SECONDS}", holds=at_most(GOAL_SECONDS, came), n=1, seed=SEED,
        why="" if came else "never accepted",
    )  # fmt: skip


def _right(name: str, by: dict[str, Tally], least: float | None) -> Figure:
    """Beside it the better of the two engines, each alone with one look."""
    value, best = by["cascade"].percent, max(by["zxing-cpp"].percent, by["zbar"].percent)
    return Figure(
        suite=SUITE, figure=name, unit="%", value=value, reference=best,
        ratio=value / best if best else None, n=by["cascade"].shown, seed=SEED,
        goal="" if least is None else f">= {least:.0f} %",
        holds=None if least is None else value >= least,
    )  # fmt: skip


def _none(name: str, value: int | None, alone: int, shown: int) -> Figure:
    return Figure(
        suite=SUITE, figure=name, unit="pictures", value=value, reference=alone, goal="0",
        holds=at_most(0, value), n=shown, seed=SEED,
        why="" if value is not None else "no photographs in ../shared/data/barcodes",
    )  # fmt: skip


def _empty(random: Random) -> Gray:
    """A frame with a shelf's edges and grain, and no code."""
    rows = np.random.default_rng(random.randrange(2**32)).integers(
        60, 200, (HIGH // 40, WIDE // 80)
    )
    return np.asarray(
        cv2.resize(rows.astype(np.uint8), (WIDE, HIGH), interpolation=cv2.INTER_LINEAR), np.uint8
    )


def _cpu(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return (time.process_time() - before) * 1000


class _Silent:
    """libzbar and libpng write to file 2 what is no fault."""

    def __enter__(self) -> None:
        self._kept = os.dup(2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)

    def __exit__(self, *_: object) -> None:
        os.dup2(self._kept, 2)
