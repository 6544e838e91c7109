"""Requests made up from the OpenAPI description: right ones, and ones wrong in every known way."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote
from uuid import UUID

Schema = dict[str, Any]

METHODS = ("get", "post", "put", "patch", "delete")
ENDLESS = {"/api/v1/events/stream"}  # answers for as long as somebody listens
DEPTH = 4
LONG = 3000  # characters of an address's part: the client itself refuses more
KEPT = 60  # how many values that the server has shown are remembered for each name

# A field that holds what another reply shows under this name.
ALSO = {
    "source": "location",
    "target": "location",
    "dock": "location",
    "near": "location",
    "station": "location",
    "tote": "container",
    "document": "number",
    "text": "barcode",
}

# What has broken servers before: see reliability.md 2 (M-04 to M-06), 7.9.
HOSTILE: tuple[Any, ...] = (
    "\x00",
    "a\x00b",
    "\x1b]52;c;aGk=\x07",
    "\u202eEVIL",
    "٣٤٥",
    "\uff21\uff11",
    "[/",
    "^XA~JR",
    "=cmd|'/c calc'!A1",
    "../../etc/passwd",
    "{{7*7}}",
    "'; DROP TABLE item; --",
    "%",
    "_",
    "\\",
    "é" * 100,
    "A" * 41,
    "A" * 5000,
    "",
    " ",
    "null",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "2026-02-30",
    "2026-11-24T08:00:00",
    None,
    True,
    False,
    0,
    -1,
    1,
    2**31,
    2**63 - 1,
    2**63,
    2**64,
    -(2**63) - 1,
    10**40,
    1.5,
    -0.0,
    1e308,
    [],
    {},
    [None],
    [[]],
    {"": ""},
    {"a": {"b": {}}},
)
WEIRD_BODIES: tuple[bytes, ...] = (
    b"",
    b"null",
    b"[]",
    b"7",
    b'"x"',
    b"{",
    b"{}",
    b"\xff\xfe",
    b'{"code": "\xc3\x28"}',
    b'{"code": "\\ud800", "name": "\\ud800"}',
    b'{"code": 1e400}',
    b'{"version": 1' + b"0" * 5000 + b"}",
    b'{"code": NaN}',
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"\x00",
    b"\xef\xbb\xbf{}",
    b"A" * 1_100_000,
)
CONTENT_TYPES = ("application/json", "text/csv", "text/plain", "multipart/form-data", "x", "")


def singular(segment: str) -> str:
    """The noun of a part of an address, as a field would be named."""
    return ("people" if segment == "people" else segment.removesuffix("s")).replace("-", "_")


@dataclass(frozen=True)
class Asked:
    """One request as it will be sent; `url` is already quoted."""

    operation: str
    method: str
    url: str
    body: bytes | None
    headers: dict[str, str]

    @property
    def noun(self) -> str:
        """What the address is about, as a field would be named."""
        parts = [part for part in self.operation.split("/")[3:] if "{" not in part] or [""]
        return singular(parts[1] if len(parts) > 1 and parts[0] == "warehouses" else parts[0])

    def __str__(self) -> str:
        return f"{self.method} {self.url[:300]} {(self.body or b'')[:1500]!r} {self.headers}"


@dataclass
class Generator:
    """Makes up requests; remembers what replies have shown, so that later ones get deep."""

    schema: Schema
    rng: Random
    shown: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def operations(self) -> list[tuple[str, str, Schema]]:
        """(path, method, description) of everything that may be asked."""
        return [
            (path, method, described)
            for path, methods in self.schema["paths"].items()
            if path not in ENDLESS
            for method, described in methods.items()
            if method in METHODS
        ]

    def requests(self, number: int) -> Iterator[Asked]:
        """So many requests, each operation as often as every other."""
        order: list[tuple[str, str, Schema]] = []
        for _ in range(number):
            if not order:
                order = self.operations()
                self.rng.shuffle(order)
            yield self.request(*order.pop())

    def request(self, path: str, method: str, described: Schema) -> Asked:
        parameters = described.get("parameters", [])
        parts = path.split("/")
        schemas = {p["name"]: p["schema"] for p in parameters if p["in"] == "path"}
        for n, part in enumerate(parts):
            if part.startswith("{"):
                name = part.strip("{}")
                noun = singular(parts[n - 1]) if name in ("code", "number") else name
                told = self._text(self._named(noun, schemas[name], 0.06))
                parts[n] = quote(told[:LONG] or "x", safe="")
        url = "/".join(parts)
        query = "&".join(
            f"{parameter['name']}={quote(self._text(value)[:LONG], safe='')}"
            for parameter in parameters
            if parameter["in"] == "query"
            and self.rng.random() < (0.05 if parameter["name"] == "cursor" else 0.3)
            for value in [self._named(parameter["name"], parameter["schema"], 0.2)]
        )
        body = None if method == "get" else self._body(described, path)
        headers = self._headers() if method != "get" else {}
        url += "?" + query if query else ""
        return Asked(f"{method.upper()} {path}", method.upper(), url, body, headers)

    def learn(self, reply: Any, name: str = "", noun: str = "") -> None:
        """Keeps the values of a reply under the names that they had there.

        What is a `code` or `number` there is also known by its noun.
        """
        if isinstance(reply, dict):
            for key, value in reply.items():
                self.learn(value, key, noun)
                if key in ("code", "number") and noun:
                    self.learn(value, noun)
        elif isinstance(reply, list):
            for value in reply[:20]:
                self.learn(value, name.removesuffix("s"), noun)
        elif isinstance(reply, str | int) and not isinstance(reply, bool):
            known = self.shown[name]
            if reply in known:
                known.remove(reply)
            known.append(reply)  # the newest stands last
            if len(known) > KEPT:
                known.pop(0)

    def _headers(self) -> dict[str, str]:
        operation = str(UUID(int=self.rng.getrandbits(128)))
        if (dice := self.rng.random()) < 0.04:
            operation = self.rng.choice(("", "x", "0" * 32, "9" * 400, operation + "0"))
        kind = "application/json" if dice < 0.97 else self.rng.choice(CONTENT_TYPES)
        return {"Idempotency-Key": operation, "Content-Type": kind}

    def _body(self, described: Schema, path: str) -> bytes:
        if self.rng.random() < 0.06:
            return self.rng.choice(WEIRD_BODIES)
        content = described.get("requestBody", {}).get("content", {})
        if not content:
            return self._file(path)
        value = self._value(next(iter(content.values()))["schema"], "", 0)
        for _ in range(self.rng.choice((0, 0, 0, 1, 1, 2))):
            value = self._spoilt(value)
        raw = json.dumps(value, allow_nan=True).encode()
        if self.rng.random() < 0.03:
            raw = raw[: self.rng.randrange(len(raw) + 1)]
        if self.rng.random() < 0.03 and raw.startswith(b"{"):
            raw = raw[:-1] + b"," + raw[1:]  # every key twice
        return raw

    def _file(self, path: str) -> bytes:
        """A table as it was last shown at this address, with some cells changed."""
        shown = self.shown.get(path.replace("{warehouse}", "MAIN")) or ["sku,name\nBOLT,Bolt\n"]
        lines = str(self.rng.choice(shown)).splitlines()[:8]
        rows = [line.split(",") for line in lines]
        for row in rows[self.rng.randrange(2) :]:
            if self.rng.random() < 0.5:
                place = self.rng.randrange(len(row))
                row[place] = self._text(self.rng.choice((*HOSTILE, '"', "\n", *row)))
        text = "\r\n".join(self.rng.choice((",", ",", ";")).join(row) for row in rows)
        return text.encode("utf-8", "surrogatepass")

    def _spoilt(self, value: Any) -> Any:
        """The same with one thing wrong somewhere."""
        if isinstance(value, dict) and value and self.rng.random() < 0.9:
            name = self.rng.choice(list(value))
            dice = self.rng.random()
            if dice < 0.15:
                return {k: v for k, v in value.items() if k != name}
            if dice < 0.25:
                return value | {self.rng.choice(("id", "x", "\x00", "warehouse_id")): 1}
            return value | {name: self._spoilt(value[name])}
        if isinstance(value, list) and value and self.rng.random() < 0.7:
            if self.rng.random() < 0.3:
                return value + value  # the same thing twice in one request
            place = self.rng.randrange(len(value))
            return [*value[:place], self._spoilt(value[place]), *value[place + 1 :]]
        return self.rng.choice(HOSTILE)

    def _named(self, name: str, schema: Schema, wrong: float) -> Any:
        return (
            self.rng.choice(HOSTILE)
            if self.rng.random() < wrong
            else self._value(schema, name, DEPTH)
        )

    def _value(self, schema: Schema, name: str, depth: int) -> Any:
        schema = self._resolved(schema)
        if choices := schema.get("oneOf") or schema.get("anyOf"):
            told = [c for c in choices if c and c.get("type") != "null"]
            null = {"type": "null"} in choices
            if not told or (null and self.rng.random() < 0.4):
                return None
            beside = {k: v for k, v in schema.items() if k not in ("oneOf", "anyOf")}
            return self._value({**beside, **self.rng.choice(told)}, name, depth)
        if "enum" in schema or "const" in schema:
            return self.rng.choice(schema.get("enum") or [schema["const"]])
        kind = schema.get("type", "string")
        makers: dict[str, Callable[[Schema, str, int], Any]] = {
            "object": self._object,
            "array": self._array,
            "integer": self._integer,
            "number": self._integer,
        }
        if kind == "boolean":
            return self.rng.random() < 0.5
        return makers.get(kind, self._string)(schema, name, depth)

    def _resolved(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            schema = self.schema["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def _object(self, schema: Schema, _name: str, depth: int) -> Any:
        needed = schema.get("required", [])
        return {
            name: self._value(inner, name, depth + 1)
            for name, inner in schema.get("properties", {}).items()
            if name in needed or self.rng.random() < 0.25
        }

    def _array(self, schema: Schema, name: str, depth: int) -> Any:
        number = 0 if depth > DEPTH else self.rng.choice((0, 1, 1, 1, 2, 3))
        inner = schema.get("items", {})
        return [self._value(inner, name.removesuffix("s"), depth + 1) for _ in range(number)]

    def _integer(self, schema: Schema, name: str, _depth: int) -> int:
        known = [value for value in self.shown.get(name, ()) if isinstance(value, int)]
        if known and self.rng.random() < 0.7:
            return known[-1] if self.rng.random() < 0.4 else self.rng.choice(known)
        low, high = int(schema.get("minimum", 0)), int(schema.get("maximum", 10**6))
        return self.rng.choice((low, high, low + 1, self.rng.randint(low, max(low, 20))))

    def _string(self, schema: Schema, name: str, _depth: int) -> Any:
        if schema.get("format") == "date":
            return (
                f"202{self.rng.randint(5, 8)}-0{self.rng.randint(1, 9)}-1{self.rng.randint(0, 9)}"
            )
        if schema.get("format") == "date-time":
            return f"2026-11-2{self.rng.randint(0, 9)}T0{self.rng.randint(0, 9)}:00:00Z"
        dice = self.rng.random()
        if name == "warehouse" and dice < 0.9:
            return "MAIN"
        known = self.shown.get(name) or self.shown.get(ALSO.get(name, "")) or []
        if dice > 0.97 and self.shown:
            known = self.shown[self.rng.choice(list(self.shown))]
        fit = [told for told in known if self._fits(schema, told)]
        if fit and (dice < 0.8 or dice > 0.97):
            return fit[-1] if self.rng.random() < 0.3 else self.rng.choice(fit)
        made = f"{self.rng.choice('ABZ')}{self.rng.randint(0, 99)}"
        return next(
            (told for told in (made, "EUR", "DE", "de", "0123") if self._fits(schema, told)), made
        )

    @staticmethod
    def _fits(schema: Schema, told: Any) -> bool:
        return isinstance(told, str) and bool(re.search(schema.get("pattern", ""), told))

    @staticmethod
    def _text(value: Any) -> str:
        return value if isinstance(value, str) else json.dumps(value)
