"""One picture and no next: who reads what, who contradicts, and what of it is accepted."""

from random import Random

import cv2
import numpy as np
import pytest

from terminal.sources import decode
from terminal.sources.agreement import Seen
from terminal.sources.still import Ballot, settled
from terminal.sources.variants import VARIANTS, scaled
from tests.bench.pictures import drawn
from tests.terminal.sources.test_camera import EAN, FORMATS
from tests.terminal.sources.test_camera import drawn as page

HERE, SIZE = (100.0, 100.0), 80.0


def seen(text: str, decoder: str, aim: str | None = "]E0", x: float = 100.0) -> Seen:
    return Seen(text, aim, decoder, (x, 100.0), SIZE)


def elected(*looks: list[Seen]) -> list[str]:
    ballot = Ballot()
    for look, reads in enumerate(looks):
        ballot.take(look, reads)
    return [each.text for each in ballot.elected()]


def test_two_engines_or_one_that_insists_are_believed() -> None:
    assert elected([seen("A", "zxing")]) == []
    assert elected([seen("A", "zxing"), seen("A", "zbar")]) == ["A"]
    assert elected([seen("A", "zxing")], [seen("A", "zxing")]) == []
    assert elected(*[[seen("A", "zxing")]] * 3) == ["A"]
    assert elected(*[[seen("A", "zxing", "]d1")]] * 2) == ["A"]
    assert elected(*[[seen("11111221", "opencv", "]E4")]] * 7) == []


def test_a_disputed_text_needs_two_reads_more_than_all_against_it() -> None:
    agreed = [seen("A", "zxing"), seen("A", "zbar")]
    assert elected([*agreed, seen("B", "opencv")]) == []
    assert elected([*agreed, seen("B", "opencv")], agreed) == ["A"]
    assert elected([*agreed, seen("B", "opencv")], [*agreed, seen("C", "opencv")]) == ["A"]
    assert elected([*agreed, seen("B", "opencv", x=400.0)]) == ["A"]


def test_the_word_of_the_read_that_names_its_symbology_is_kept() -> None:
    ballot = Ballot()
    ballot.take(0, [seen("A", "zbar", None), seen("A", "zxing", "]C1")])
    assert [each.aim for each in ballot.elected()] == ["]C1"]


def test_what_is_out_of_focus_is_read_by_votes_where_no_engine_alone_does() -> None:
    random = Random(5)
    pictures = [drawn(random, 2.2) for _ in range(12)]
    alone = sum(any(s.text == p.expected for s in decode.zxing(p.image)) for p in pictures)
    read = [[s.text for s in settled(p.image)] for p in pictures]
    right = sum(texts == [p.expected] for texts, p in zip(read, pictures, strict=True))
    assert [
        t for texts, p in zip(read, pictures, strict=True) for t in texts if t != p.expected
    ] == []
    assert right > alone


def test_a_upc_e_is_the_same_ean_to_every_engine() -> None:
    image = page("01234565", FORMATS.UPCE)
    texts = {s.text for engine in (decode.zxing, decode.zbar) for s in engine(image)}
    assert texts == {"0012345000065"}


@pytest.mark.parametrize("text", ["Größe 5", "棚 A-03"])
def test_a_symbol_in_any_character_set_is_read_in_it(text: str) -> None:
    assert [s.text for s in settled(page(text, FORMATS.QRCode))] == [text]


def test_white_on_black_is_read_within_a_few_frames() -> None:
    dark = np.asarray(255 - page("BIN 7", FORMATS.DataMatrix), np.uint8)
    assert any(s.text == "BIN 7" for number in range(4) for s in decode.look(dark, number))


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_place_in_a_variant_is_a_place_in_the_picture(variant: object) -> None:
    image = page(EAN, FORMATS.EAN13)
    (plain,) = decode.zxing(image)
    view, scale = variant(image)  # type: ignore[operator]
    for read in decode.at_scale(decode.zxing(view), scale):
        assert read.centre == pytest.approx(plain.centre, abs=12)


@pytest.mark.parametrize("shape", [(1, 1), (1, 100), (2, 5000), (3000, 2)])
def test_a_sliver_is_nothing(shape: tuple[int, int]) -> None:
    assert settled(np.zeros(shape, np.uint8)) == []
    assert decode.look(np.zeros(shape, np.uint8)) == []


def test_a_photograph_of_many_megapixels_is_read() -> None:
    large = scaled(page(EAN, FORMATS.EAN13), 6.0)
    assert [s.text for s in settled(np.asarray(cv2.GaussianBlur(large, (5, 5), 0), np.uint8))] == [
        EAN
    ]
