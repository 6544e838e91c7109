"""What the server says when it will not do something, and how that looks on the wire."""

from dataclasses import dataclass
from http import HTTPStatus

import msgspec

from server.wire import FieldProblem, Problem

PROBLEM_JSON = "application/problem+json"


class Refusal(Exception):
    """Rolls the act back; the sentence reaches the person who asked.

    `status` is the HTTP status, `code` a stable snake_case word, `sentence` names both values.
    """

    def __init__(
        self,
        status: int,
        code: str,
        sentence: str,
        *,
        errors: tuple[FieldProblem, ...] = (),
        retry_after_seconds: int | None = None,
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.code = code
        self.sentence = sentence
        self.errors = errors
        self.retry_after_seconds = retry_after_seconds

    def problem(self) -> bytes:
        return msgspec.json.encode(
            Problem(
                type=f"urn:tallyman:{self.code}",
                title=HTTPStatus(self.status).phrase,
                status=self.status,
                detail=self.sentence[:1000],
                code=self.code,
                errors=list(self.errors),
            )
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal that is itself a fact: what the act wrote is kept, and so is this reply."""

    refusal: Refusal


def refused(status: int, code: str, sentence: str) -> Refused:
    return Refused(Refusal(status, code, sentence))


def not_found(what: str, code: object) -> Refusal:
    """404 for what is absent and, in the same words, for what belongs to another warehouse."""
    return Refusal(404, "not_found", f"There is no {what} {code}.")


def stale(what: str, sent: int, current: int) -> Refusal:
    """409 for an edit made from an older version than the stored one."""
    return Refusal(
        409,
        "stale",
        f"{what} is at version {current}, the edit was made from version {sent}. Read it again.",
    )


def exists(what: str, code: object) -> Refusal:
    """409 for a code that is taken."""
    return Refusal(409, "exists", f"There is a {what} {code} already.")


def require_version(what: str, sent: int, current: int) -> None:
    """409 `stale` unless an edit was made from what is stored."""
    if sent != current:
        raise stale(what, sent, current)
