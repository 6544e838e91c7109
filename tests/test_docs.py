"""What the guides say is what the code does."""

import re
from pathlib import Path

from server.cli import PROGRAMS
from tests.graphs import drawn

ROOT = Path(__file__).parent.parent


def test_the_graphs_are_drawn_from_the_code() -> None:
    assert (ROOT / "docs" / "graphs.md").read_text() == drawn()


def test_every_program_that_the_guides_name_exists() -> None:
    names = {program.name for program in PROGRAMS}
    guides = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    named = {
        word for guide in guides for word in re.findall(r"`tallyman ([a-z-]+)", guide.read_text())
    }
    assert named - names == set()
    assert {"serve", "terminal", "fsck"} <= named
