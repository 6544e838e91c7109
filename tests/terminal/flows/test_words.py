"""What a worker reads: English as it stands, with what another language needs to say it."""

import msgspec
import pytest

from terminal.flows.ask import Answer, Ask
from terminal.flows.words import Words, say
from terminal.scan.reading import Kind


def test_what_is_said_reads_as_english_and_keeps_its_parts() -> None:
    words = say("PUT {count} -> SLOT {slot}", count=3, slot="2 {left}")
    assert words == "PUT 3 -> SLOT 2 {left}"
    assert words.template == "PUT {count} -> SLOT {slot}"
    assert words.given == {"count": 3, "slot": "2 {left}"}


def test_a_prompt_of_several_kinds_names_each_as_a_word() -> None:
    words = Ask(Kind.LPN, also=(Kind.TOTE, Kind.LOC)).words
    assert words == "SCAN LPN OR TOTE OR LOCATION"
    assert isinstance(words, Words)
    assert words.template == "SCAN {what}"
    assert isinstance(words.given["what"], Words)


def test_words_for_the_screen_never_reach_the_outbox() -> None:
    with pytest.raises(TypeError, match="Words is unsupported"):
        msgspec.json.encode(Answer("place", Kind.LOC, say("SLOT {slot}", slot=1)))
    assert msgspec.json.encode(str(say("SLOT {slot}", slot=1))) == b'"SLOT 1"'
