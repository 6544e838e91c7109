"""Pages as one PNG picture, one below the other."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from labels import fonts
from labels.design import Colour
from labels.layout import Line, Page, Rectangle
from labels.symbols import Modules

GREYS = frozenset({Colour.BLACK, Colour.WHITE, Colour.GREY})


def png(pages: Sequence[Page]) -> bytes:
    height = sum(page.height for page in pages)
    mode = "L" if all(_is_grey(page) for page in pages) else "RGB"
    image = Image.new(mode, (max(page.width for page in pages), height), "white")
    top = 0
    for page in pages:
        _draw(image, page, top)
        top += page.height
    made = BytesIO()
    image.save(made, "PNG", dpi=(pages[0].dpi, pages[0].dpi), compress_level=1)
    return made.getvalue()


def _is_grey(page: Page) -> bool:
    return all(isinstance(mark, Modules) or mark.colour in GREYS for mark in page.marks)


def _draw(image: Image.Image, page: Page, top: int) -> None:
    pen = ImageDraw.Draw(image)
    for mark in page.marks:
        if isinstance(mark, Line):
            at = (mark.left, top + mark.y)
            weight = "bold" * mark.bold
            fonts.draw(pen, at, mark.text, mark.size, fill=mark.colour, weight=weight)
        elif isinstance(mark, Rectangle):
            corner = (mark.x + mark.width - 1, top + mark.y + mark.height - 1)
            inside = None if mark.line else mark.colour
            box = ((mark.x, top + mark.y), corner)
            pen.rectangle(box, fill=inside, outline=mark.colour, width=mark.line or 1)
        else:
            _symbol(image, mark, top)


def _symbol(image: Image.Image, mark: Modules, top: int) -> None:
    across, down = len(mark.rows[0]), len(mark.rows)
    cells = bytes(0 if bit == "1" else 255 for row in mark.rows for bit in row)
    small = Image.frombytes("L", (across, down), cells)
    large = small.resize((across * mark.dots, down * mark.tall), Image.Resampling.NEAREST)
    image.paste(large, (mark.x, top + mark.y))
