"""Questions to the server beside the screen: the answer, or the sentence that says why not."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import msgspec

from terminal.client import Declined, Offline

NO_SERVER = "No connection to the server."

T = TypeVar("T")


class Nothing(msgspec.Struct, frozen=True):
    """A reply of which nothing is wanted."""


class Beside(Protocol):
    """Runs work beside the screen, and what comes of it back on the screen's thread."""

    def __call__(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None: ...


def judged(question: Callable[[], T]) -> T | Declined | str:
    """The answer, the server's refusal for who tells its codes apart, or NO_SERVER."""
    try:
        return question()
    except Offline:
        return NO_SERVER
    except Declined as declined:
        return declined


def asked(question: Callable[[], T]) -> T | str:
    """The answer, or a sentence for the worker."""
    answer = judged(question)
    return answer.detail if isinstance(answer, Declined) else answer
