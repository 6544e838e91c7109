"""A row of the screen: spans of text, each with the name of its style."""

from typing import NamedTuple


class Span(NamedTuple):
    """Some cells of a row and the name of their style."""

    text: str
    style: str


Row = tuple[Span, ...]
