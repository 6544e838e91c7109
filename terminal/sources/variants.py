"""One picture in other sizes and contrasts: what a decoder can't read in one, it may in another."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Gray: TypeAlias = NDArray[np.uint8]
Variant: TypeAlias = Callable[[Gray], tuple[Gray, float]]

LARGE, SMALL = 1600, 640  # longer sides in pixels: photographs, and cuttings of them
SHARP, SOFT = 2.5, -1.5
BLUR_PIXELS = 3.0


def gray(frame: NDArray[Any]) -> Gray:
    """A frame of a camera (BGR) or an image file as gray; libzbar reads 94 % so, 74 % in colour."""
    if frame.ndim == 2:
        return frame.astype(np.uint8)
    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def scaled(image: Gray, by: float) -> Gray:
    """Smaller by the mean of areas, larger by cubic curves; an edge is never less than a pixel."""
    how = cv2.INTER_AREA if by < 1 else cv2.INTER_CUBIC
    high, wide = image.shape
    size = (max(1, round(wide * by)), max(1, round(high * by)))
    return np.asarray(cv2.resize(image, size, interpolation=how), dtype=np.uint8)


def fitted(image: Gray, longest: int) -> tuple[Gray, float]:
    """`image` with no side above `longest` pixels, and by how much it was scaled."""
    side = max(image.shape)
    return (image, 1.0) if side <= longest else (scaled(image, longest / side), longest / side)


def plain(image: Gray) -> tuple[Gray, float]:
    """As it is; a photograph of many megapixels smaller."""
    return fitted(image, LARGE)


def resized(image: Gray) -> tuple[Gray, float]:
    """In another size: a small one doubled, a large one down."""
    if max(image.shape) <= SMALL:
        return scaled(image, 2.0), 2.0
    return fitted(image, max(SMALL, min(LARGE, max(image.shape)) * 2 // 3))


def sharpened(image: Gray) -> tuple[Gray, float]:
    """Larger, with steeper edges: for what was out of focus."""
    larger, by = enlarged(image, 2.0)
    return crisp(larger)[0], by


def enlarged(image: Gray, by: float) -> tuple[Gray, float]:
    """`by` times as large, where no side gets longer than two large ones."""
    by = min(by, 2 * LARGE / max(image.shape))
    return scaled(image, by), by


def crisp(image: Gray) -> tuple[Gray, float]:
    """Steeper edges: what was blurred is taken away again (unsharp masking)."""
    blurred = cv2.GaussianBlur(image, (0, 0), BLUR_PIXELS)
    return np.asarray(cv2.addWeighted(image, SHARP, blurred, SOFT, 0), dtype=np.uint8), 1.0


def evened(image: Gray) -> tuple[Gray, float]:
    """Light and shade evened out, field by field (CLAHE)."""
    small, by = plain(image)
    evener = cv2.createCLAHE(clipLimit=2.0, tileGridSize=(8, 8))
    return np.asarray(evener.apply(small), dtype=np.uint8), by


def tripled(image: Gray) -> tuple[Gray, float]:
    """Three times as large."""
    return enlarged(image, 3.0)


def inked(image: Gray) -> tuple[Gray, float]:
    """Black and white only, by what is around each pixel."""
    small, by = plain(image)
    ink = cv2.adaptiveThreshold(
        small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, blockSize=31, C=5
    )
    return np.asarray(ink, dtype=np.uint8), by


VARIANTS: tuple[Variant, ...] = (plain, resized, sharpened, evened, tripled, crisp, inked)
"""In the order in which they read most of what those before them did not."""


def views(image: Gray) -> Iterator[tuple[Gray, float]]:
    """The picture in all variants; each is made when it is asked for."""
    return (variant(image) for variant in VARIANTS)
