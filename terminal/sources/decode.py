"""Symbols in a gray frame: zxing-cpp, OpenCV and libzbar, three engines (terminal 3.8)."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import cv2
import zxingcpp
from biip import ParseError
from biip.upc import Upc
from msgspec.structs import replace

from terminal.sources.agreement import Seen
from terminal.sources.variants import VARIANTS, Gray, fitted

try:
    from pyzbar import pyzbar
except ImportError:  # libzbar is not installed: one decoder less
    pyzbar = None

Decoder: TypeAlias = Callable[[Gray], list[Seen]]

# PDF417 and Code 32 misread other symbols; a site that prints them asks for them.
FORMATS = zxingcpp.barcode_formats_from_str(
    "Code128,Code39,Code93,EAN13,EAN8,UPCA,UPCE,ITF,DataBar,DataBarExp,DataBarLtd,"
    "DataMatrix,QRCode,MicroQRCode,Aztec"
)
ZBAR_AIM = {"EAN13": "]E0", "UPCA": "]E0", "UPCE": "]E0", "EAN8": "]E4"}
ONE_ENGINE = ("]d", "]Q", "]z", "]e")
"""DataMatrix, QR and Aztec, which correct their errors, and DataBar: the others know no more."""
QUICK = 960  # pixels of the longer side of a frame, at first
WIDE_ENOUGH = 800  # pixels of the longer side: libzbar and OpenCV read no more in a larger one


def zxing(image: Gray, *, inverted: bool = True) -> list[Seen]:
    """One-dimensional and matrix symbols, with their AIM identifier; GS is kept.

    To look for white on black (`inverted`) too takes twice the time.
    """
    found = []
    plain = zxingcpp.TextMode.Plain  # decoded by the symbol's own character set, GS as it is
    for barcode in zxingcpp.read_barcodes(
        image, formats=FORMATS, text_mode=plain, try_invert=inverted
    ):
        position = barcode.position
        corners = [position.top_left, position.top_right, position.bottom_right]
        points = [(float(corner.x), float(corner.y)) for corner in corners]
        points.append((float(position.bottom_left.x), float(position.bottom_left.y)))
        aim = barcode.symbology_identifier or None
        found.append(_seen(barcode.text, aim, "zxing", points))
    return found


def opencv(image: Gray) -> list[Seen]:
    """EAN and UPC."""
    small, scale = fitted(image, WIDE_ENOUGH)
    try:
        found, texts, kinds, corners = _detector().detectAndDecodeWithType(small)
    except (cv2.error, ValueError):
        return []
    if not found or corners is None:
        return []
    return [
        _seen(
            text, "]E4" if "8" in kind else "]E0", "opencv", [(x / scale, y / scale) for x, y in p]
        )
        for text, kind, p in zip(texts, kinds, corners, strict=False)
        if text
    ]


def zbar(image: Gray) -> list[Seen]:
    """One-dimensional symbols and QR; only EAN and UPC are named."""
    if pyzbar is None:
        return []
    small, scale = fitted(image, WIDE_ENOUGH)
    kinds = pyzbar.ZBarSymbol
    symbols = [kinds.EAN13, kinds.EAN8, kinds.UPCA, kinds.UPCE, kinds.I25, kinds.CODE128]
    symbols += [kinds.CODE39, kinds.CODE93, kinds.QRCODE]
    found = []
    for each in pyzbar.decode(small, symbols=symbols):
        text = _expanded(_text(each.data)) if each.type == "UPCE" else _text(each.data)
        points = [(p.x / scale, p.y / scale) for p in each.polygon]
        found.append(_seen(text, ZBAR_AIM.get(each.type), "zbar", points))
    return found


DECODERS: tuple[Decoder, ...] = (zxing, opencv, zbar)


def active() -> tuple[str, ...]:
    """The decoders that work on this machine, as the Scanner Doctor shows them."""
    return tuple(d.__name__ for d in DECODERS if d is not zbar or pyzbar is not None)


def look(image: Gray, number: int = 0) -> list[Seen]:
    """The reads of one frame of many, the `number`th of its camera.

    What zxing-cpp finds alone by its nature counts as it is, for the next frame confirms it. What
    others can read too they are asked for, so that a misread is disputed. Where there is nothing,
    every other frame is looked at in full, the others in a variant and for white on black.
    """
    small, scale = fitted(image, QUICK)
    found = zxing(small, inverted=False)
    if not (found and all(map(reads_alone, found))):
        found += opencv(small)
        if not _agreed(found):
            found += zbar(small)
    return at_scale(found, scale) or _varied(image, number)


def reads_alone(seen: Seen) -> bool:
    """Whether only zxing-cpp reads symbols of this kind."""
    return (seen.aim or "").startswith(ONE_ENGINE)


def at_scale(reads: list[Seen], scale: float) -> list[Seen]:
    """Reads of a picture that was made `scale` times as large, in pixels of the first."""
    return [
        replace(
            seen, centre=(seen.centre[0] / scale, seen.centre[1] / scale), size=seen.size / scale
        )
        for seen in reads
    ]


def _varied(image: Gray, number: int) -> list[Seen]:
    if number % 2 == 0:
        return zxing(image, inverted=False)
    small, by = fitted(image, WIDE_ENOUGH)
    variant = VARIANTS[number // 2 % len(VARIANTS)]
    view, scale = variant(small)
    return at_scale(zxing(view), scale * by)


def _agreed(found: list[Seen]) -> bool:
    """Whether something was read, and each text of it by two engines."""
    return bool(found) and all(
        len({each.decoder for each in found if each.text == text}) > 1
        for text in {seen.text for seen in found}
    )


def _expanded(text: str) -> str:
    """UPC-E as the EAN-13 that it stands for, which is what zxing-cpp says."""
    try:
        return "0" + Upc.parse(text).as_upc_a()
    except ParseError:
        return text


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
