"""The screens are what they were: a change of a prompt or its translation is seen as such."""

import pytest

from tests.screens import CHOSEN, GOLDEN, SIZES, SPOKEN, snapshot


@pytest.mark.parametrize("language", SPOKEN)
def test_every_question_looks_as_it_did(language: str) -> None:
    """`python -m tests.screens` writes them anew: what has changed is read in the difference."""
    kept = (GOLDEN / f"{language}.txt").read_text(encoding="utf-8")
    assert snapshot(language) == kept
    screens = [line for line in kept.splitlines() if line.startswith("== ")]
    for name in CHOSEN:
        for width, height in SIZES:
            assert any(line.startswith(f"== {name}, {width} x {height}") for line in screens)
    assert len(screens) > 100
