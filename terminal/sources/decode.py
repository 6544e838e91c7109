"""Symbols in a gray frame: zxing-cpp first, then libzbar, then OpenCV (terminal 3.8)."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from terminal.sources.agreement import Seen

try:
    from pyzbar import pyzbar
except ImportError:  # libzbar is not installed: one decoder less
    pyzbar = None

Gray: TypeAlias = NDArray[np.uint8]
Decoder: TypeAlias = Callable[[Gray], list[Seen]]

# PDF417 and Code 32 misread other symbols; a site that prints them asks for them.
FORMATS = zxingcpp.barcode_formats_from_str(
    "Code128,Code39,Code93,EAN13,EAN8,UPCA,UPCE,ITF,DataBar,DataBarExp,DataBarLtd,"
    "DataMatrix,QRCode,MicroQRCode,Aztec"
)
ZBAR_AIM = {"EAN13": "]E0", "UPCA": "]E0", "EAN8": "]E4"}


def gray(frame: NDArray[Any]) -> Gray:
    """A frame of a camera (BGR) or an image file as gray; libzbar reads 94 % so, 74 % in colour."""
    if frame.ndim == 2:
        return frame.astype(np.uint8)
    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def zxing(image: Gray) -> list[Seen]:
    """One-dimensional and matrix symbols, with their AIM identifier; GS is kept."""
    found = []
    for barcode in zxingcpp.read_barcodes(image, formats=FORMATS):
        position = barcode.position
        corners = [position.top_left, position.top_right, position.bottom_right]
        points = [(float(corner.x), float(corner.y)) for corner in corners]
        points.append((float(position.bottom_left.x), float(position.bottom_left.y)))
        aim = barcode.symbology_identifier or None
        found.append(_seen(_text(bytes(barcode.bytes)), aim, "zxing", points))
    return found


def zbar(image: Gray) -> list[Seen]:
    """One-dimensional symbols and QR; only EAN and UPC are named."""
    if pyzbar is None:
        return []
    kinds = pyzbar.ZBarSymbol
    symbols = [kinds.EAN13, kinds.EAN8, kinds.UPCA, kinds.UPCE, kinds.I25, kinds.CODE128]
    symbols += [kinds.CODE39, kinds.CODE93, kinds.QRCODE]
    return [
        _seen(_text(each.data), ZBAR_AIM.get(each.type), "zbar", [(p.x, p.y) for p in each.polygon])
        for each in pyzbar.decode(image, symbols=symbols)
    ]


def opencv(image: Gray) -> list[Seen]:
    """EAN and UPC."""
    try:
        found, texts, kinds, corners = _detector().detectAndDecodeWithType(image)
    except (cv2.error, ValueError):
        return []
    if not found or corners is None:
        return []
    named = zip(texts, kinds, corners, strict=False)
    return [
        _seen(text, "]E4" if "8" in kind else "]E0", "opencv", [(x, y) for x, y in points])
        for text, kind, points in named
        if text
    ]


DECODERS: tuple[Decoder, ...] = (zxing, zbar, opencv)


def active() -> tuple[str, ...]:
    """The decoders that work on this machine, as the Scanner Doctor shows them."""
    return tuple(d.__name__ for d in DECODERS if d is not zbar or pyzbar is not None)


def look(image: Gray) -> list[Seen]:
    """The first decoder's reads that finds anything: for frames that follow one another."""
    return next((found for decoder in DECODERS if (found := decoder(image))), [])


def look_twice(image: Gray) -> list[Seen]:
    """The reads of all decoders: for a frame that has no other to agree with."""
    return [seen for decoder in DECODERS for seen in decoder(image)]


def _detector() -> Any:
    return cv2.barcode.BarcodeDetector()


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _seen(text: str, aim: str | None, decoder: str, points: Sequence[tuple[float, float]]) -> Seen:
    across = [float(x) for x, _ in points] or [0.0]
    down = [float(y) for _, y in points] or [0.0]
    if aim == "]E0" and len(text) == 12:
        text = "0" + text  # UPC-A; the decoders differ in whether they say its leading zero
    centre = (sum(across) / len(across), sum(down) / len(down))
    size = max(max(across) - min(across), max(down) - min(down))
    return Seen(text, aim, decoder, centre, size)
