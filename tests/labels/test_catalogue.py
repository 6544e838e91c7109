"""Every label is made in every language and resolution, and read back with two decoders."""

import io
import itertools
import random
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from labels import fonts
from labels.codes import CALIBRATION_CODES
from labels.design import BadFacts, DoesNotFit, LabelError, NoGlyph, UnknownDesign
from labels.layout import Line, Page
from labels.render import CATALOGUE, RESOLUTIONS, Language, designs, pages, render
from labels.symbols import Modules
from tests.labels import zpl_reader

SSCC = "095011010000000421"
COMMANDS = "OK NO UNDO SKIP SHORT NIL BROKEN FULL CLOSE PRINT INFO STUCK"
# What the symbols of each design's example must say, with the identifier of their symbology.
SAYS = {
    "location": ["]C0LOA03122K"],
    "bin": ["]d1LOA03122K"],
    "sign": ["]C0DR07X"],
    "item": ["]d2010950110153000317270228" + "10B7-2210"],
    "lpn": [f"]C100{SSCC}"],
    "tote": ["]C0TO000017E"],
    "cart": ["]C0CR0004U"],
    "cart_slot": ["]C0TS0004A11"],
    "badge": ["]C0BGUHLECIJVXIELGKRBCNDKD"],
    "command_card": sorted(f"]C0XCTL{verb}" for verb in COMMANDS.split()),
    "number_card": sorted(f"]C0XCTLN{n}" for n in (*"CDEFGHIJK", "CB", "CD", "DF")),
    "carton": ["]C0TE0009501104217", f"]C100{SSCC}"],
    "calibration_sheet": sorted(f"]C0{code}" for code in CALIBRATION_CODES),
    "packing_slip": ["]C0ORWEB100231"],
    "packing_slip_roll": ["]C0ORWEB100231"],
}
NAMES = [name for name, _ in CATALOGUE]


def example(design: str, **changes: object) -> dict[str, object]:
    return {**CATALOGUE[design, 1].example, **changes}


def read(image: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(image, text_mode=zxingcpp.TextMode.Plain)
    return sorted(code.symbology_identifier + code.text for code in found)


def read_by_zbar(image: Image.Image) -> list[str]:
    zbar = pytest.importorskip("pyzbar.pyzbar", exc_type=ImportError)
    symbols = [zbar.ZBarSymbol.CODE128, zbar.ZBarSymbol.EAN13]
    return sorted(code.data.decode().removeprefix("\x1d") for code in zbar.decode(image, symbols))


def pdf_pages(content: bytes, dpi: int) -> list[Image.Image]:
    document: Any = pypdfium2.PdfDocument(content)
    return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def png_pages(content: bytes) -> list[Image.Image]:
    return [Image.open(io.BytesIO(content))]


def pictures(name: str, facts: dict[str, object], language: Language, dpi: int) -> list[Any]:
    content = render(name, 1, facts, language, dpi)
    if language == "zpl":
        return zpl_reader.pictures(content)
    return png_pages(content) if language == "png" else pdf_pages(content, dpi)


def test_every_design_is_read_back_below() -> None:
    assert set(SAYS) == set(NAMES)


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("language", ["zpl", "pdf", "png"])
@pytest.mark.parametrize("name", NAMES)
def test_a_label_says_what_it_was_asked_to(name: str, language: Language, dpi: int) -> None:
    if dpi == 600 and CATALOGUE[name, 1].width > 200:
        pytest.skip("A4 at 600 dpi is 35 million dots; 300 dpi proves the same design")
    [image] = pictures(name, example(name), language, dpi)
    assert read(image) == sorted(SAYS[name])


@pytest.mark.parametrize("name", [n for n in NAMES if SAYS[n][0].startswith("]C")])
def test_a_second_decoder_reads_the_same(name: str) -> None:
    [image] = pictures(name, example(name), "png", 203)
    assert read_by_zbar(image) == sorted(text[3:] for text in SAYS[name])


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"gtin": "9501101530003"}, ["]E09501101530003"]),
        ({"gtin": "19501101530000"}, ["]I119501101530000"]),
        ({"gtin": "012345000065"}, ["]E00012345000065"]),
        ({"gtin": "96385074"}, ["]E496385074"]),
        ({"gtin": None}, ["]C0OIL-500"]),
    ],
)
def test_an_item_without_lot_carries_its_gtin_or_sku(
    changes: dict[str, object], says: list[str]
) -> None:
    facts = example("item", lot=None, expiry=None, **changes)
    assert read(pictures("item", facts, "png", 203)[0]) == says


def test_a_serial_and_a_lot_are_parted_by_a_separator() -> None:
    facts = example("item", lot="B7", serial="S-1")
    code = zxingcpp.read_barcode(
        pictures("item", facts, "png", 203)[0], text_mode=zxingcpp.TextMode.Plain
    )
    assert code
    assert code.text == "01095011015300031727022810B7\x1d21S-1"


def test_a_house_lpn_is_a_plain_code_128_and_shows_its_last_four() -> None:
    with pytest.raises(BadFacts, match="neither"):
        render("lpn", 1, {"code": "LP0000000042A"}, "zpl", 203)
    facts = {"code": "LP0000000042Y"}
    content = render("lpn", 1, facts, "zpl", 203)
    assert read(zpl_reader.pictures(content)[0]) == ["]C0LP0000000042Y"]
    assert "0042" in zpl_reader.texts(content)


def test_a_badge_does_not_show_its_code_in_letters() -> None:
    said = zpl_reader.texts(render("badge", 1, example("badge"), "zpl", 203))
    assert said == ["Tallyman", "Picker"]  # the name has a letter that is drawn


def test_a_long_packing_slip_has_every_line_once_and_numbers_its_pages() -> None:
    lines = [{"sku": f"SKU-{n}", "name": f"Thing {n}", "quantity": n} for n in range(1, 201)]
    content = render("packing_slip_roll", 1, example("packing_slip", lines=lines), "zpl", 203)
    said = zpl_reader.texts(content)
    assert [t for t in said if t.startswith("SKU-")] == [f"SKU-{n}" for n in range(1, 201)]
    count = content.count(b"^XA")
    assert [t for t in said if "page" in t] == [
        f"WEB-10023   page {n} of {count}" for n in range(1, count + 1)
    ]
    assert len(pdf_pages(render("packing_slip", 1, example("packing_slip"), "pdf", 300), 72)) == 1


def test_a_reprint_says_which_copy_it_is() -> None:
    again = render("lpn", 1, example("lpn"), "zpl", 203, copy=2)
    assert "copy 2" in zpl_reader.texts(again)
    assert again != render("lpn", 1, example("lpn"), "zpl", 203)


@pytest.mark.parametrize("language", ["zpl", "pdf", "png"])
def test_the_same_facts_give_the_same_bytes(language: Language) -> None:
    made = {render("carton", 1, example("carton"), language, 203) for _ in range(3)}
    assert len(made) == 1


# --- geometry -------------------------------------------------------------------------------------


def edges(mark: Any) -> tuple[float, float, float, float]:
    if isinstance(mark, Modules):
        right = mark.x + len(mark.rows[0]) * mark.dots
        return mark.x, mark.y, right, mark.y + len(mark.rows) * mark.tall
    if isinstance(mark, Line):
        return mark.x, mark.y - 0.69 * mark.size, mark.x + mark.width, mark.y
    return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height


def all_pages() -> Iterator[tuple[str, Page]]:
    for name, dpi in itertools.product(NAMES, RESOLUTIONS):
        for page in pages(name, 1, example(name), dpi):
            yield f"{name} {dpi}", page


def test_nothing_leaves_the_page() -> None:
    for where, page in all_pages():
        for mark in page.marks:
            left, top, right, bottom = edges(mark)
            assert left >= 0, (where, mark)
            assert top >= 0, (where, mark)
            assert right <= page.width, (where, mark)
            assert bottom <= page.height, (where, mark)


def test_quiet_zones_are_clear() -> None:
    for where, page in all_pages():
        for symbol in (mark for mark in page.marks if isinstance(mark, Modules)):
            quiet = (10 if len(symbol.rows) == 1 else 1) * symbol.dots
            left, top, right, bottom = edges(symbol)
            assert left - quiet >= 0, where
            assert right + quiet <= page.width, where
            for other in page.marks:
                if other is not symbol:
                    x, y, x2, y2 = edges(other)
                    beside = x2 <= left - quiet or x >= right + quiet
                    assert beside or y2 <= top or y >= bottom, (where, other)


LONG_ADDRESS = [
    "Ministry of Very Long Names Incorporated",
    "Attn. Department of Receiving Goods",
    "c/o Somebody Else",
    "Industriestrasse 1234, Halle B, Tor 17",
    "Second floor, left",
    "D-20457 Hamburg",
    "Germany",
    "+49 40 1234567",
]
LONGEST: list[tuple[str, dict[str, object]]] = [
    ("location", {"code": "MEZZ2-A-03-12-2-LEFT", "note": "heavy " * 30}),
    ("location", {"code": "A" * 40}),
    ("bin", {"code": "MEZZ2-A-03-12-2", "note": "heavy " * 30}),
    ("item", {"name": "never ending " * 15, "serial": "SN-12345678901234567", "note": "n " * 90}),
    ("item", {"sku": "SKU-1234567890", "gtin": None, "name": "long name " * 18, "note": "n " * 90}),
    ("lpn", {"kind": "HALF PALLET", "contents": ["many things " * 9] * 8, "note": "n " * 90}),
    ("tote", {"number": 123456, "note": "n " * 90}),
    ("cart_slot", {"cart": 9999, "slot": "A12B"}),
    ("badge", {"name": "Anna Maria Magdalena Łukaszewicz-Kowalska", "role": "Shift lead, dock 2"}),
    ("carton", {"to": LONG_ADDRESS, "sender": LONG_ADDRESS}),
    ("carton", {"order": "A" * 40, "weight_grams": 99_999_999, "number": 100, "of": 100}),
    ("carton", {"service": "EXPRESS WORLDWIDE BEFORE NINE", "carrier": "Very Long Carrier Name"}),
    ("carton", {"tracking": "1Z999AA10123456784", "note": "n " * 90, "sscc": None}),
    ("packing_slip", {"to": LONG_ADDRESS, "order": "A" * 20, "note": "n " * 90}),
    ("packing_slip_roll", {"to": LONG_ADDRESS, "sender": LONG_ADDRESS, "carton": "B" * 20}),
]


@pytest.mark.parametrize(
    ("name", "changes"),
    [*((name, {}) for name in NAMES), *LONGEST],
    ids=lambda given: str(given)[:30],
)
def test_no_text_runs_into_another_mark(name: str, changes: dict[str, object]) -> None:
    facts = {key: value for key, value in example(name, **changes).items() if value is not None}
    for page in pages(name, 1, facts, 300, copy=2):
        marks = [mark for mark in page.marks if isinstance(mark, Line | Modules)]
        for one, other in itertools.combinations(marks, 2):
            x, y, x2, y2 = inked(one)
            left, top, right, bottom = inked(other)
            apart = x2 <= left or right <= x or y2 <= top or bottom <= y
            assert apart, (one, other)
        for line in (mark for mark in marks if isinstance(mark, Line)):
            assert inked(line)[3] <= page.height, line


def inked(mark: Line | Modules) -> tuple[float, float, float, float]:
    if isinstance(mark, Modules):
        return edges(mark)
    across = fonts.width(mark.text, bold=mark.bold) * mark.size
    return mark.left, mark.y - 0.69 * mark.size + 1, mark.left + across, mark.y


def test_modules_are_as_large_as_standards_want() -> None:
    for where, page in all_pages():
        for symbol in (mark for mark in page.marks if isinstance(mark, Modules)):
            assert symbol.dots / (page.dpi / 25.4) >= 0.249, where
    [page] = pages("lpn", 1, example("lpn"), 203)
    [sscc] = [mark for mark in page.marks if isinstance(mark, Modules)]
    assert sscc.dots / 8 >= 0.495
    assert sscc.tall / 8 >= 31.75


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "changes", "error", "sentence"),
    [
        ("sign", {"title": "W" * 40}, DoesNotFit, "does not fit in 92 mm"),
        ("location", {"blue": "12"}, BadFacts, r"\$.blue"),
        ("location", {"colour": "blue"}, BadFacts, "unknown field `colour`"),
        ("location", {"code": "???"}, BadFacts, "A-Z"),
        ("sign", {"kind": "XX"}, BadFacts, "'XX'"),
        ("item", {"gtin": "9501101530004"}, BadFacts, "its check digit is 3"),
        ("item", {"expiry": "2027-02-30"}, BadFacts, "day is out of range"),
        ("item", {"lot": "B 7"}, BadFacts, "GS1 does not allow"),
        ("lpn", {"code": "095011010000000422"}, BadFacts, "check digit of SSCC"),
        ("tote", {"number": 1_000_000}, BadFacts, "6 digits"),
        ("badge", {"code": "LOA03122K"}, BadFacts, "not that of a badge"),
        ("carton", {"tracking": "7" * 40 + "A"}, BadFacts, "length <= 40"),
        ("carton", {"tracking": "ZOË-1"}, LabelError, "ASCII only"),
        ("carton", {"to": ["W" * 60]}, DoesNotFit, "does not fit in 86 mm"),
        ("carton", {"to": ["\U00013000"]}, NoGlyph, "EGYPTIAN HIEROGLYPH"),
        ("carton", {"weight_grams": 2.5}, BadFacts, "int"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(
    name: str, changes: dict[str, object], error: type[LabelError], sentence: str
) -> None:
    with pytest.raises(error, match=sentence) as refused:
        render(name, 1, example(name, **changes), "zpl", 203)
    assert refused.value.code.startswith("label_")


def test_an_unknown_design_version_or_resolution_is_refused() -> None:
    for name, version in [("nothing", 1), ("tote", 2)]:
        with pytest.raises(UnknownDesign):
            render(name, version, {}, "zpl", 203)
    with pytest.raises(BadFacts, match="72 dpi"):
        render("tote", 1, {"number": 1}, "zpl", 72)


def test_a_narrow_place_refuses_a_long_barcode() -> None:
    with pytest.raises(DoesNotFit, match="code 128"):
        render("item", 1, {"sku": "ABCDEFGHIJKLMNOPQRSTUVWXY", "name": "x"}, "zpl", 203)


def test_designs_say_what_they_take() -> None:
    described = {design.name: design for design in designs()}
    assert set(described) == set(NAMES)
    location = described["location"]
    assert (location.width, location.height, location.version) == (100, 50, 1)
    assert [(f.name, f.required, f.type) for f in location.facts] == [
        ("code", True, "string"),
        ("blue", False, "string"),
        ("orange", False, "string"),
        ("note", False, "string"),
    ]


def test_random_facts_are_drawn_and_read_back() -> None:
    draw = random.Random(11)
    for _ in range(60):
        aisle, bay, level = draw.choice("ABCDEFG"), draw.randint(1, 99), draw.randint(1, 9)
        code = f"{aisle}-{bay:02}-{level}"
        facts: dict[str, object] = {"code": code, "blue": f"{draw.randrange(1000):03}"}
        [image] = pictures("location", facts, "png", 203)
        [said] = read(image)
        assert said[:-1] == "]C0LO" + code.replace("-", "")
