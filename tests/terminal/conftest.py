"""A served site for the tests of a file."""

from collections.abc import Iterator

import pytest

from tests.terminal.floor import Served, served


@pytest.fixture(scope="module")
def floor(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A furnished site at work; it ends with fsck."""
    with served(tmp_path_factory.mktemp("floor"), template) as site:
        yield site
        code, said = site.fsck()
        assert code == 0, said
