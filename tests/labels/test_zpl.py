"""No text becomes a command of the printer, and an independent renderer reads what we wrote."""

import base64
import itertools
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from labels import zpl as writer
from labels.design import Label, LabelError, Text
from labels.layout import Line, Page, Rectangle, lay_out
from labels.render import CATALOGUE, pages, render
from labels.symbols import Modules
from labels.zpl import ControlByte, zpl_text
from tests.labels import zpl_reader
from tests.labels.test_catalogue import SAYS, example, read
from tests.labels.zpl_reader import commands

HOSTILE = [
    *("^XA", "^XZ", "~JR", "~HS", "^FS", "^FD", "^CC/", "^GFA,", "_5E", "_", "^^", "~~", "\\&"),
    *("\x02", "\x10", "\x1b", "\x1d", "\x1e", "\x1f", "\x7f", "\x85", "\r\n", "\t", "\0"),
    *("\u202e", "\u2066", "\u200b", "\ufeff", "! U1 do", "{{7*7}}", "=cmd|", "../", "'; --"),
    *("ą", "Ω", "Ж", "ß", "é", "مرحبا", "שלום", "ไทย", "\U0001f381", "\ud800", "�", "|", "`"),
]
PAGE = ["^XA", "^CI", "^PO", "^LH", "^PW", "^LL"]


def hostile_text(draw: random.Random) -> str:
    pieces = [
        draw.choice(HOSTILE)
        if draw.random() < 0.6
        else chr(draw.randrange(0x100 if draw.random() < 0.9 else 0x500))
        for _ in range(draw.randint(0, 12))
    ]
    return "".join(pieces)


def shape(content: bytes) -> list[str]:
    return [command.name for command in commands(content)]


def hostile_page(text: str) -> Page:
    parts = (
        Text(x=2, y=2, width=90, text=text, size=2.5, lines=3, shorten=True),
        Text(x=2, y=15, width=90, text="Lot 1", size=2),
    )
    return lay_out(Label(100, 20, parts), 203)


def expected(page: Page) -> list[str]:
    """The command list that the design's parts stand for, told from its layout."""
    names = list(PAGE)
    for mark in page.marks:
        if isinstance(mark, Rectangle):
            names += ["^FO", "^GB", "^FS"]
        elif isinstance(mark, Modules) or not writer.NATIVE.fullmatch(mark.text):
            names += ["^FO", "^GF", "^FS"]
        else:
            names += ["^FT", "^A", "^FB", "^FH", "^FD", "^FS"]
    return [*names, "^XZ"]


def test_ten_thousand_hostile_texts_make_no_command() -> None:
    draw = random.Random(20261124)
    outcome: Counter[str] = Counter()
    while outcome["drawn"] < 10_000:
        text = hostile_text(draw)
        try:
            page = hostile_page(text)
        except LabelError as refused:
            outcome[refused.code] += 1
            continue
        content = writer.zpl([page])
        outcome["drawn"] += 1
        assert shape(content) == expected(page), text
        assert not set(content) & ({*range(0x20)} - {0x0A}), text
        assert max(content) < 0x80
    assert set(outcome) == {"drawn", "label_no_glyph"}


def test_the_reader_would_see_a_command_in_a_text() -> None:
    honest = render("item", 1, example("item"), "zpl", 203)
    planted = honest.replace(b"Lot", b"^XZ~JR")
    assert shape(planted) != shape(honest)


@pytest.mark.parametrize("character", [chr(n) for n in (*range(0x20), 0x7F, 0x80, 0x9F)])
def test_control_characters_are_refused(character: str) -> None:
    with pytest.raises(ControlByte):
        zpl_text(f"a{character}b")


def test_all_but_letters_digits_and_few_signs_are_hexadecimal() -> None:
    assert zpl_text("A1 .,/+-") == "A1 .,/+-"
    assert zpl_text("^~_\\") == "_5E_7E_5F_5C"
    assert zpl_text("é€") == "_C3_A9_E2_82_AC"


def test_texts_come_out_as_they_were_given() -> None:
    facts = example("location", code="B-7", note="5^6 ~ 50% _off_ {a} é")
    content = render("location", 1, facts, "zpl", 203)
    assert facts["note"] in zpl_reader.texts(content)


def test_a_script_that_the_printer_lacks_is_drawn() -> None:
    for text in ("Łódź", "Ελλάδα", "Москва", "שלום", "مرحبا", "ไทย"):
        facts = example("sign", title=text)
        content = render("sign", 1, facts, "zpl", 203)
        assert text not in zpl_reader.texts(content)
        assert shape(content).count("^GF") == 2
        [image] = zpl_reader.pictures(content)
        [title] = [
            m for m in pages("sign", 1, facts, 203)[0].marks if getattr(m, "text", "") == text
        ]
        assert isinstance(title, Line)
        inked = image.crop((title.x, title.y - title.size, title.x + title.width, title.y))
        assert inked.getextrema() == (0, 255)


def test_every_repeat_count_unfolds_to_itself() -> None:
    for times in (*range(1, 450), 1000, 4000):
        row = "1111" * times
        dots = zpl_reader.graphic(writer._graphic([row], 2).removeprefix("^GF"))
        black = dots.histogram()[255]
        assert black == 2 * 4 * times, times


def test_random_rows_unfold_to_themselves() -> None:
    draw = random.Random(5)
    for _ in range(300):
        width = draw.randint(1, 90)
        rows = ["".join(draw.choices("01", (draw.random(), 0.5), k=width)) for _ in range(3)]
        dots = zpl_reader.graphic(writer._graphic(rows, 2).removeprefix("^GF"))
        across = dots.width
        bits = "".join(f"{byte:08b}" for byte in dots.tobytes())
        unfolded = [bits[at : at + width] for at in range(0, len(bits), across)]
        assert unfolded == list(itertools.chain.from_iterable((row, row) for row in rows))


# --- an independent renderer ----------------------------------------------------------------------

SCRIPT = """
const { ready } = require("zpl-renderer-js");
const fs = require("fs");
(async () => {
  const { api } = await ready;
  const made = [];
  for (const job of JSON.parse(fs.readFileSync(0, "utf8")))
    made.push(await api.zplToBase64Async(job.zpl, job.width, job.height, job.dots));
  fs.writeFileSync(1, JSON.stringify(made));
  process.exit(0);
})();
"""
RENDERER = "zpl-renderer-js@3.4.0"


@pytest.fixture(scope="module")
def renderer() -> Path:
    """The folder that the renderer is installed in, once per environment."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not installed; the reader above stands alone")
    home = Path(sys.prefix) / "share" / "zpl-renderer"
    if not (home / "node_modules" / "zpl-renderer-js").is_dir():
        made = Path(tempfile.mkdtemp(dir=sys.prefix))  # two test processes may both be first
        install = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(made), RENDERER]
        done = subprocess.run(install, capture_output=True, check=False, text=True, timeout=60)
        if done.returncode:
            shutil.rmtree(made)
            pytest.skip(f"{RENDERER} cannot be installed: {done.stderr.strip()[:200]}")
        home.parent.mkdir(exist_ok=True)
        try:
            made.rename(home)
        except OSError:
            shutil.rmtree(made)
    return home


def rendered(home: Path, jobs: list[dict[str, object]]) -> list[Image.Image]:
    done = subprocess.run(
        ["node", "-e", SCRIPT],
        cwd=home,
        input=json.dumps(jobs),
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
    )
    return [Image.open(BytesIO(base64.b64decode(picture))) for picture in json.loads(done.stdout)]


@pytest.mark.parametrize(("dpi", "dots"), [(203, 8), (300, 12)])
def test_an_independent_renderer_reads_every_label(renderer: Path, dpi: int, dots: int) -> None:
    widest = 210 if dpi == 203 else 100  # A4 at 300 dpi takes the renderer ten seconds
    chosen = [design for design in CATALOGUE.values() if design.width <= widest]
    jobs: list[dict[str, object]] = [
        {
            "zpl": render(design.name, 1, design.example, "zpl", dpi).decode(),
            "width": design.width,
            "height": design.height,
            "dots": dots,
        }
        for design in chosen
    ]
    names = [design.name for design in chosen]
    for name, image in zip(names, rendered(renderer, jobs), strict=True):
        assert read(image) == sorted(SAYS[name]), name


def test_no_text_of_the_printers_font_runs_over_its_end(renderer: Path) -> None:
    """The widest that fits is still inside its place when font 0 is wider than ours."""
    texts = [
        "-" * 60,
        "1-1-1-1-1-1-1-1-1-1-1-1-1",
        "W%W%W%W%W%W%",
        "SRYXSRYXSRYXSRYX",
        "iiiiii(((())))",
    ]
    jobs: list[dict[str, object]] = [
        {
            "zpl": render("lpn", 1, example("lpn", contents=[text]), "zpl", 203).decode(),
            "width": 100,
            "height": 75,
            "dots": 8,
        }
        for text in texts
    ]
    for text, image in zip(texts, rendered(renderer, jobs), strict=True):
        beyond = image.convert("L").crop((40 * 8, 10 * 8, 41 * 8, 30 * 8))
        assert beyond.histogram()[255] == beyond.width * beyond.height, text
