"""Pages as a PDF document: vectors and text of the embedded font, other scripts as pictures."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from labels import fonts
from labels.layout import Line, Page, Rectangle, dots_per_mm
from labels.symbols import Modules

POINTS_PER_MM = 72 / 25.4
SHARP_DPI = 600


def pdf(pages: Iterable[Page]) -> bytes:
    """The same bytes for the same pages: no clock, no random id in it."""
    made = BytesIO()
    canvas = Canvas(made, pageCompression=1, invariant=1)
    for page in pages:
        scale = POINTS_PER_MM / dots_per_mm(page.dpi)
        canvas.setPageSize((page.width * scale, page.height * scale))
        canvas.translate(0, page.height * scale)
        canvas.scale(scale, -scale)
        for mark in page.marks:
            _mark(canvas, mark, page.dpi)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _mark(canvas: Canvas, mark: Line | Rectangle | Modules, dpi: int) -> None:
    if isinstance(mark, Modules):
        _symbol(canvas, mark)
    elif isinstance(mark, Rectangle):
        _rectangle(canvas, mark)
    elif fonts.is_plain(mark.text, bold=mark.bold):
        _line(canvas, mark)
    else:
        _drawn(canvas, mark, max(1, round(SHARP_DPI / dpi)))


def _symbol(canvas: Canvas, mark: Modules) -> None:
    path = canvas.beginPath()
    for at, row in enumerate(mark.rows):
        for start, end in _bars(row):
            y = mark.y + at * mark.tall
            path.rect(mark.x + start * mark.dots, y, (end - start) * mark.dots, mark.tall)
    canvas.setFillColor(HexColor(0))
    canvas.drawPath(path, stroke=0, fill=1)


def _bars(row: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in re.finditer("1+", row))


def _rectangle(canvas: Canvas, box: Rectangle) -> None:
    colour = HexColor(box.colour)
    half = box.line / 2
    canvas.setFillColor(colour)
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(box.line)
    canvas.rect(
        box.x + half,
        box.y + half,
        box.width - box.line,
        box.height - box.line,
        stroke=int(box.line > 0),
        fill=int(box.line == 0),
    )


def _line(canvas: Canvas, line: Line) -> None:
    canvas.saveState()
    canvas.setFillColor(HexColor(line.colour))
    canvas.translate(line.left, line.y)
    canvas.scale(1, -1)
    canvas.setFont(_font(bold=line.bold), line.size)
    canvas.drawString(0, 0, line.text)
    canvas.restoreState()


def _drawn(canvas: Canvas, line: Line, finer: int) -> None:
    image, above = fonts.as_dots(line.text, line.size * finer, bold=line.bold)
    inked = image.convert("L").point(lambda grey: 255 - grey)
    picture = inked.convert("RGBA")
    picture.paste(line.colour, (0, 0, *picture.size))
    picture.putalpha(inked)
    canvas.saveState()
    canvas.translate(line.left, line.y + (image.height - above) / finer)
    canvas.scale(1, -1)
    size = (image.width / finer, image.height / finer)
    canvas.drawImage(ImageReader(picture), 0, 0, *size, mask="auto")
    canvas.restoreState()


@cache
def _font(*, bold: bool) -> str:
    face = fonts.face(bold=bold)
    pdfmetrics.registerFont(TTFont(face.name, BytesIO(face.content)))
    return face.name
