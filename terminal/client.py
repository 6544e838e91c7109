"""The server's API as a terminal sees it: send what was written, read what is asked."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

import httpx
import msgspec

from server.identity.wire.approvals import ActSigned, SignAct
from server.identity.wire.people import Whose, WhoseBadge
from server.wire import PREFIX, Command, Problem
from terminal import clock
from terminal.kept import Row
from terminal.uuid7 import uuid7

T = TypeVar("T")

# Definite answers: the effect is absent and will stay so (kernel: reading the outbox).
DEFINITE = {400, 403, 404, 409, 410, 413, 422}
LONGEST_WAIT_SECONDS = 300.0
TIMEOUT = httpx.Timeout(8.0, connect=3.0)


class Fate(StrEnum):
    """What an answer means for the command that was sent."""

    DONE = "done"
    REFUSED = "refused"
    KEEP = "keep"
    SIGN_IN = "sign_in"


class Sent(msgspec.Struct, frozen=True):
    """One try to send: its fate, and what was answered."""

    fate: Fate
    status: int = 0
    body: bytes = b""
    code: str = ""
    detail: str = ""
    wait_seconds: float = 0.0
    """How long the server asks to be left alone."""


class Offline(Exception):
    """Nothing answered."""


class Declined(Exception):
    """The server answered a question with a problem."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail


class Client:
    """Requests of one enrolled device; `session` is the public id of who is signed in."""

    def __init__(
        self, server: str, device_secret: str, transport: httpx.BaseTransport | None = None
    ) -> None:
        heard: dict[str, list[Callable[..., Any]]] = {"response": [_tell_the_time]}
        self.http = httpx.Client(
            base_url=server, timeout=TIMEOUT, transport=transport, event_hooks=heard
        )
        self.device_secret = device_secret
        self.zone = "UTC"
        """The time zone of the warehouse that somebody is signed in at."""
        self.session = self.turned_away = ""
        """Who is signed in; the session that the server has told to sign in again."""

    def close(self) -> None:
        self.http.close()

    def speaks_for(self, session: str) -> None:
        """From now on what is asked is asked by that session, by nobody's where it is empty: what
        is answered late to the one before turns nobody away.
        """
        self.session, self.turned_away = session, ""

    def _headers(self, session: str) -> dict[str, str]:
        headers = {"Authorization": f"Device {self.device_secret}"} if self.device_secret else {}
        if session:
            headers["Tallyman-Session"] = session
        return headers

    def send(self, row: Row, after: str = "", sequence: str = "", *, alone: bool = False) -> Sent:
        """Sends the bytes that were written, under the id and the session that they have.

        `after` is the operation that was done before on the same goods; 425 if it is not known.
        `sequence` is its place in this device's order, which no other command may have.
        `alone`: its worker has gone on, what it tells has happened.
        """
        headers = self._headers(row.session) | {
            "Idempotency-Key": row.operation,
            "Content-Type": "application/json",
        }
        if after:
            headers["Tallyman-After"] = after
        if sequence:
            headers["Tallyman-Sequence"] = sequence
        if alone:
            headers["Tallyman-Alone"] = "1"
        try:
            answer = self.http.post(PREFIX + row.path, content=row.body, headers=headers)
        except httpx.HTTPError:
            return Sent(Fate.KEEP)
        sent = judged(answer.status_code, answer.content)
        if sent.fate is Fate.SIGN_IN:
            self._turned_away(row.session, sent.code)
        return msgspec.structs.replace(sent, wait_seconds=_asked_to_wait(answer))

    def alive(self) -> bool:
        """Whether the server answers at all."""
        try:
            return self.http.get("/health", timeout=3.0).status_code == 200
        except httpx.HTTPError:
            return False

    def post(self, path: str, body: Mapping[str, Any], reply: type[T]) -> T:
        """The device's own request, never replayed: enrol, sign in, unlock.

        Raises Offline or Declined.
        """
        headers = {"Tallyman-Session": ""}
        return self._asked("POST", path, reply, json=dict(body), headers=headers)

    def sign(self, command: SignAct) -> ActSigned:
        """A second person's signature under an act of who is signed in. Raises as `post`."""
        return self._asked("POST", SignAct.path, ActSigned, json=msgspec.to_builtins(command))

    def whose(self, badge: WhoseBadge) -> Whose:
        """Whose badge was scanned, for who supervises. Raises as `post`."""
        return self._asked("POST", "/badges/whose", Whose, json=msgspec.to_builtins(badge))

    def act(self, command: Command, reply: type[T], warehouse: str = "") -> T:
        """An intent that is asked once (the next task). Raises Offline or Declined."""
        path = type(command).path.replace("{warehouse:str}", warehouse)
        headers = {"Idempotency-Key": str(uuid7()), "Content-Type": "application/json"}
        return self._asked(
            "POST", path, reply, content=msgspec.json.encode(command), headers=headers
        )

    def put(self, path: str, body: msgspec.Struct, reply: type[T]) -> T:
        """What is kept without being an act. Raises Offline or Declined."""
        headers = {"Content-Type": "application/json"}
        return self._asked("PUT", path, reply, content=msgspec.json.encode(body), headers=headers)

    def get(self, path: str, reply: type[T], **params: str | list[str]) -> T:
        """Reads. Raises Offline or Declined."""
        return self._asked("GET", path, reply, params=params)

    def _asked(self, method: str, path: str, reply: type[T], **options: Any) -> T:
        given = self._headers(self.session) | options.pop("headers", {})
        headers = {name: value for name, value in given.items() if value}
        try:
            answer = self.http.request(method, PREFIX + path, headers=headers, **options)
        except httpx.HTTPError as error:
            raise Offline(str(error)) from error
        if answer.status_code >= 500:
            raise Offline(f"The server answered {answer.status_code}.")
        if answer.status_code >= 400:
            said = _problem(answer.content)
            if answer.status_code == 401:
                self._turned_away(given.get("Tallyman-Session", ""), said.code)
            raise Declined(answer.status_code, said.code, said.detail)
        return msgspec.json.decode(answer.content, type=reply)

    def _turned_away(self, session: str, code: str) -> None:
        """A locked screen has a way back of its own."""
        if session and session == self.session and code != "session_locked":
            self.turned_away = session


def _asked_to_wait(answer: httpx.Response) -> float:
    """Retry-After in seconds; 0 where there is none, or a date."""
    told = answer.headers.get("retry-after", "")
    return min(float(told), LONGEST_WAIT_SECONDS) if told.isascii() and told.isdigit() else 0.0


def _tell_the_time(answer: httpx.Response) -> None:
    clock.learn(answer.headers.get("date"))


def judged(status: int, body: bytes) -> Sent:
    """What an answer means: done, refused for good, keep and try again, or sign in first."""
    if not _ours(body):
        return Sent(Fate.KEEP, status, body)
    if 200 <= status < 300:
        return Sent(Fate.DONE, status, body)
    said = _problem(body)
    if status in DEFINITE and said.code != "in_flight":
        return Sent(Fate.REFUSED, status, body, said.code, said.detail)
    fate = Fate.SIGN_IN if status == 401 else Fate.KEEP
    return Sent(fate, status, body, said.code, said.detail)


def _ours(body: bytes) -> bool:
    """Our server speaks JSON; whoever else answers (a hotspot's page) has done nothing."""
    try:
        msgspec.json.decode(body)
    except msgspec.MsgspecError:
        return False
    return True


def _problem(body: bytes) -> Problem:
    try:
        return msgspec.json.decode(body, type=Problem)
    except msgspec.MsgspecError:
        return Problem(
            type="", title="", status=500, detail=body[:200].decode(errors="replace"), code=""
        )
