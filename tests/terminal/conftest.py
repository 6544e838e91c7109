"""A served site for the tests of a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.floor import Served, served
from tests.terminal.hands import Hands
from tests.terminal.line import Line, line_to


@pytest.fixture(scope="module")
def floor(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A furnished site at work; it ends with fsck."""
    with served(tmp_path_factory.mktemp("floor"), template) as site:
        yield site
        code, said = site.fsck()
        assert code == 0, said


@pytest.fixture
def hands(floor: Served, tmp_path: Path) -> Iterator[Hands]:
    """Somebody new, signed in at a device of their own, at home; the books are right after it."""
    code = f"U{tmp_path.name[-10:]}".upper().replace("_", "-")
    made = Hands(tmp_path, floor.device(f"D{code[1:]}", bench="BENCH-1"))
    made.sign_in(floor.person(code))
    yield made
    made.die()
    assert floor.fsck()[0] == 0


@pytest.fixture
def line(floor: Served) -> Iterator[Line]:
    """The network between the devices of a test and the site."""
    with line_to(floor.url) as line:
        yield line
