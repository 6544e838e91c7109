"""What one client knows of its operations, on disk before it is acted on, outside the system."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Known(StrEnum):
    """How an operation stands for the client; only `unknown` may be tried again."""

    INTENT = "intent"
    ACKED = "acked"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass
class Journal:
    """Lines `{operation, known, ...}` in a file of their own, each synced before it counts."""

    path: Path
    last: dict[str, Known] = field(default_factory=dict)
    intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    replies: dict[str, bytes] = field(default_factory=dict)
    unknowns: int = 0

    def __post_init__(self) -> None:
        self._file = self.path.open("ab", buffering=0)

    def intent(self, operation: str, **about: Any) -> None:
        self.intents[operation] = about
        self._write(operation, Known.INTENT, about)

    def acked(self, operation: str, reply: bytes) -> None:
        self.replies[operation] = reply
        self._write(operation, Known.ACKED, {})

    def failed(self, operation: str, status: int, code: str) -> None:
        self._write(operation, Known.FAILED, {"status": status, "code": code})

    def unknown(self, operation: str) -> None:
        self.unknowns += 1
        if self.last[operation] is not Known.UNKNOWN:
            self._write(operation, Known.UNKNOWN, {})

    def of(self, known: Known) -> list[str]:
        """The operations that stand so now."""
        return [operation for operation, last in self.last.items() if last is known]

    def _write(self, operation: str, known: Known, about: dict[str, Any]) -> None:
        self.last[operation] = known
        line = {"operation": operation, "known": known, **about}
        self._file.write(json.dumps(line).encode() + b"\n")
        os.fsync(self._file.fileno())
