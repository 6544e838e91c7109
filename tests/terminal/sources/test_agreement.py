"""Two agreeing reads, once per time in view."""

from terminal.sources.agreement import Agreement, Gathering, Seen


def seen(text: str, decoder: str = "zxing", x: float = 100, aim: str | None = None) -> Seen:
    return Seen(text, aim, decoder, (x, 50.0), 60.0)


def texts(accepted: list[Seen]) -> list[str]:
    return [each.text for each in accepted]


def test_one_read_is_not_enough_and_two_frames_are() -> None:
    camera = Agreement()
    assert camera.see(0.0, [seen("A")]) == []
    assert texts(camera.see(0.1, [seen("A")])) == ["A"]


def test_two_decoders_on_one_frame_agree_and_the_identifier_is_kept() -> None:
    accepted = Agreement().see(0.0, [seen("A", "zxing", aim="]C0"), seen("A", "zbar")])
    assert [(each.text, each.aim) for each in accepted] == [("A", "]C0")]


def test_the_same_decoder_twice_in_one_frame_is_one_read() -> None:
    assert Agreement().see(0.0, [seen("A"), seen("A")]) == []


def test_reads_that_lie_too_far_apart_do_not_agree() -> None:
    camera = Agreement()
    camera.see(0.0, [seen("A")])
    assert camera.see(0.5, [seen("A")]) == []


def test_different_texts_for_one_symbol_drop_both() -> None:
    camera = Agreement()
    camera.see(0.0, [seen("A")])
    assert camera.see(0.1, [seen("B")]) == []
    assert camera.see(0.2, [seen("A")]) == []
    both = Agreement()
    assert both.see(0.0, [seen("A"), seen("B", "zbar")]) == []


def test_two_symbols_side_by_side_are_both_read() -> None:
    camera = Agreement()
    camera.see(0.0, [seen("A", x=0), seen("B", x=300)])
    assert texts(camera.see(0.1, [seen("A", x=0), seen("B", x=300)])) == ["A", "B"]


def test_a_value_is_locked_until_it_was_out_of_view() -> None:
    camera = Agreement()
    accepted = [each for n in range(40) for each in camera.see(n / 10, [seen("A")])]
    assert texts(accepted) == ["A"]
    camera.see(4.8, [])
    assert camera.see(4.9, [seen("A")]) == []
    assert texts(camera.see(5.0, [seen("A")])) == ["A"]


def test_what_comes_into_view_together_is_one_scan() -> None:
    camera = Gathering()
    assert camera.see(0.0, [seen("A"), seen("B", x=400)]) == []
    assert texts(camera.see(0.03, [seen("A"), seen("B", x=400)])) == ["A", "B"]


def test_one_value_waits_a_moment_for_what_is_beside_it_and_not_for_ever() -> None:
    camera = Gathering()
    camera.see(0.0, [seen("A")])
    assert camera.see(0.03, [seen("A"), seen("B", x=400)]) == []
    assert texts(camera.see(0.06, [seen("A"), seen("B", x=400)])) == ["A", "B"]
    alone = Gathering()
    alone.see(0.0, [seen("A")])
    assert alone.see(0.03, [seen("A"), seen("never twice", x=400)]) == []
    assert texts(alone.see(0.3, [seen("A")])) == ["A"]


def test_the_end_of_a_film_keeps_nothing_back() -> None:
    camera = Gathering()
    camera.see(0.0, [seen("A")])
    assert camera.see(0.03, [seen("A"), seen("B", x=400)]) == []
    assert texts(camera.rest()) == ["A"]
