"""The letters: which font has a character, how wide a text is, a text as grey dots.

FiraGO (SIL Open Font License) comes with the package pymupdf-fonts: Latin, Greek, Cyrillic, Arabic,
Hebrew, Thai, Georgian, Devanagari. What it lacks is looked for in the fonts of the machine.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

import pymupdf_fonts
from PIL import Image, ImageDraw, ImageFont

from labels.design import NoGlyph

CAPITAL = 0.689
"""Height of capitals, as part of the em."""

PITCH = 1.25
"""From baseline to baseline, as part of the em."""

UNITS = 1000
SHAPED = 128  # pixels: shaping is slow, and a hundredth of an em is exact enough
SMALL = 32  # pixels, enough to tell a letter from the sign for "no such letter"
MISSING = "\U0010fffe"
SYSTEM = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)
# Scripts that are set one letter after the other, so that no shaping is needed.
PLAIN = re.compile(r"[\u0020-\u02ff\u0370-\u058f\u1e00-\u1fff\u2000-\u27ff]*")


@dataclass(frozen=True, eq=False)
class Face:
    """A font file; compared by identity."""

    name: str
    content: bytes

    @lru_cache(maxsize=256)  # noqa: B019 - faces live as long as the program
    def at(self, pixels: int, *, shaped: bool = False) -> ImageFont.FreeTypeFont:
        engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
        return ImageFont.truetype(BytesIO(self.content), pixels, layout_engine=engine)

    @lru_cache(maxsize=65536)  # noqa: B019 - faces live as long as the program
    def advance(self, character: str) -> float | None:
        """Part of the em that the character takes; None when the font lacks it."""
        small = self.at(SMALL)
        if not character.isspace() and _picture(small, character) == _missing(small):
            return None
        return self.at(UNITS).getlength(character) / UNITS


@lru_cache(maxsize=16)
def _missing(font: ImageFont.FreeTypeFont) -> tuple[tuple[int, int], bytes]:
    return _picture(font, MISSING)


def _picture(font: ImageFont.FreeTypeFont, character: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(character)
    return mask.size, bytes(mask)


@cache
def face(*, bold: bool) -> Face:
    name = "figbo" if bold else "figo"
    return Face(name, pymupdf_fonts.myfont(name))


@cache
def _faces(*, bold: bool) -> tuple[Face, ...]:
    found = (Path(name) for name in SYSTEM)
    return (face(bold=bold), *(Face(f.name, f.read_bytes()) for f in found if f.is_file()))


@lru_cache(maxsize=16384)
def clean(text: str) -> str:
    """Composed, control and invisible characters gone, line ends kept, symbols no font has as `?`.

    A letter that no font has raises `NoGlyph`: an address with holes in it arrives nowhere.
    """
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    kept = []
    for character in composed:
        category = unicodedata.category(character)
        if character == "\n" or (category[0] != "C" and _known(character)):
            kept.append(" " if category[0] == "Z" else character)
        elif category[0] in "LMN":
            raise NoGlyph(
                f"No font here can write {character!r} ({unicodedata.name(character, 'unnamed')}); "
                "install the package fonts-noto-cjk or fonts-droid-fallback."
            )
        elif category[0] in "SP":
            kept.append("?")
    return "".join(kept)


@lru_cache(maxsize=65536)
def _known(character: str) -> bool:
    return any(face.advance(character) is not None for face in _faces(bold=False))


def is_plain(text: str, *, bold: bool) -> bool:
    """True when FiraGO alone can write it, one letter after the other."""
    first = face(bold=bold)
    return PLAIN.fullmatch(text) is not None and all(first.advance(c) is not None for c in text)


@lru_cache(maxsize=16384)
def width(text: str, *, bold: bool) -> float:
    """In ems."""
    if is_plain(text, bold=bold):
        first = face(bold=bold)
        return sum(first.advance(character) or 0 for character in text)
    return sum(
        used.at(SHAPED, shaped=True).getlength(run) / SHAPED for used, run in _runs(text, bold=bold)
    )


def draw(
    pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, pixels: int, **how: str
) -> None:
    """Draw with the baseline's left end at `at`; `how` is `fill`, and `weight` "bold" or ""."""
    x, y = at
    bold = how["weight"] == "bold"
    shaped = not is_plain(text, bold=bold)
    for used, run in _runs(text, bold=bold) if shaped else [(face(bold=bold), text)]:
        font = used.at(pixels, shaped=shaped)
        pen.text((x, y), run, font=font, fill=how["fill"], anchor="ls")
        x += font.getlength(run)


def as_dots(text: str, pixels: int, *, bold: bool) -> tuple[Image.Image, int]:
    """Black on white, one bit a dot, and how many rows of it stand above the baseline."""
    above, across = pixels, round(width(text, bold=bold) * pixels) + 2
    image = Image.new("L", (max(across, 1), round(pixels * 1.4)), 255)
    draw(ImageDraw.Draw(image), (0, above), text, pixels, fill="black", weight="bold" * bold)
    return image.point(lambda grey: 255 * (grey > 140)).convert("1"), above


def _runs(text: str, *, bold: bool) -> list[tuple[Face, str]]:
    """Neighbours of one font together; a font is kept for as long as it has the letters."""
    faces = _faces(bold=bold)
    whole = next((f for f in faces if all(f.advance(c) is not None for c in text)), None)
    if whole:
        return [(whole, text)]
    runs: list[tuple[Face, str]] = []
    for character in text:
        last = runs[-1][0] if runs else faces[0]
        if last.advance(character) is None:
            last = next((f for f in faces if f.advance(character) is not None), faces[0])
        if runs and runs[-1][0] is last:
            runs[-1] = (last, runs[-1][1] + character)
        else:
            runs.append((last, character))
    return runs
