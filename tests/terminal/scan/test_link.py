"""Web addresses that say the same as element strings; every other is refused, none is opened."""

import pytest

from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate, Wanted
from tests.terminal.scan.reads import refused, taken

GTIN = "09506000134352"
CHEESE = Candidate("CHEESE", aliases=(Alias(GTIN),))
ITEM = Wanted(Kind.ITEM, one_of=(CHEESE,))


@pytest.mark.parametrize("aim", ["", "]Q1", "]d1", "]Q3", "]d2"])
@pytest.mark.parametrize("before", ["https://id.gs1.org", "HTTP://shop.example/a/b"])
def test_a_digital_link_is_read_like_element_strings(aim: str, before: str) -> None:
    text = f"{aim}{before}/01/{GTIN}/10/AB%2F1/21/X9?17=261231&linkType=gs1:pip#top"
    values = taken(text, ITEM).reading.values
    assert values["item"] == "CHEESE"
    assert (values["lot"], values["serial"], values["expiry"]) == ("AB/1", "X9", "2026-12-31")


def test_other_primary_keys_and_short_numbers() -> None:
    assert taken(f"https://a.example/01/{GTIN[1:]}", ITEM).reading.value == "CHEESE"
    unit = "095011010000000421"
    lpn = Wanted(Kind.LPN, unseen=True)
    assert taken(f"https://a.example/00/{unit}", lpn).reading.value == unit


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("https://a.example/gtin/9506000134352/lot/1", "W-URL", "a.example"),
        ("https://id.gs1.org/ARHYXabc123_-", "W-URL", "id.gs1.org"),
        ("https://a.example/products/7", "E-URL", "https://a.example/products/7"),
        ("https://[", "E-URL", "https://["),
        ("https://a.example/01/09506000134353", "E-GS1", "https://a.example/01/09506000134353"),
        (f"https://a.example/01/{GTIN}/10/A?10=B", "E-GS1DUP", None),
    ],
)
def test_what_cannot_be_read_says_so(text: str, code: str, value: str | None) -> None:
    wrong = refused(text, ITEM)
    assert wrong.code == code
    assert value in {None, wrong.arguments["value"]}
