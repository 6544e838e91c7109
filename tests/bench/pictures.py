"""Pictures with codes: public photographs where they are, and drawn ones of no data set."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import cv2
import numpy as np
import zxingcpp

from labels.gs1 import check_digit
from terminal.sources.variants import Gray, gray, scaled

DATA = Path("../shared/data/barcodes")
NOTHING = {"NONE", "(none)"}
MISNAMED = {"ean13-2/23.webp", "ean13-2/28.webp"}
"""Both show 9784872348880, also to the eye; the list says 9780804816632."""
HIGH, WIDE = 720, 1280


class Picture(NamedTuple):
    """A gray picture and what it says, "" for nothing."""

    symbology: str
    expected: str
    image: Gray


def photographs() -> Iterator[Picture]:
    """Those of the list that OpenCV opens; none where the data is not there."""
    listed = DATA / "manifest.csv"
    if not listed.is_file():
        return
    with listed.open(newline="") as lines:
        rows = {row["file"]: row for row in csv.DictReader(lines)}
    for name, row in rows.items():
        frame = cv2.imread(str(DATA / name))
        if frame is not None and name not in MISNAMED:
            yield Picture(row["symbology"], row["expected"], gray(frame))


def drawn(random: Random, blur: float) -> Picture:
    """An EAN-13 on a frame of 1280 by 720: at any place, some size and slant, blurred, noisy."""
    digits = f"{random.randrange(10**12):012}"
    text = digits + check_digit(digits)
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.EAN13)
    bars = np.array(symbol.to_image(scale=4, add_quiet_zones=True))
    bars = scaled(bars, random.uniform(0.6, 1.0))
    frame = np.full((HIGH, WIDE), random.randrange(120, 220), np.uint8)
    high, wide = bars.shape
    down, across = (
        random.randrange(120, HIGH - high - 120),
        random.randrange(200, WIDE - wide - 200),
    )
    frame[down : down + high, across : across + wide] = 40 + (bars * (170 / 255)).astype(np.uint8)
    middle = (across + wide / 2, down + high / 2)
    turn = cv2.getRotationMatrix2D(middle, random.uniform(-15, 15), 1)
    turned = cv2.warpAffine(frame, turn, (WIDE, HIGH), borderMode=cv2.BORDER_REPLICATE)
    blurred = np.asarray(cv2.GaussianBlur(turned, (0, 0), blur))
    grain = np.random.default_rng(random.randrange(2**32)).normal(0, 4, blurred.shape)
    return Picture("EAN-13", text, np.clip(blurred + grain, 0, 255).astype(np.uint8))


def says(text: str, expected: str) -> bool:
    """Whether they are the same but for blanks, line ends and an EAN's leading zeros."""
    return " ".join(text.split()).lstrip("0") == " ".join(expected.split()).lstrip("0")
