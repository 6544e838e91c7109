"""A flow by name, and how its snapshot is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from terminal.flows.ask import Flow


@dataclass(frozen=True)
class Procedure:
    """A flow by name, and the snapshot that it works from (None: nothing to work from)."""

    name: str
    flow: Callable[[Any], Flow[Any]]
    snapshot: Any = None

    def encode(self, snapshot: Any) -> bytes:
        return msgspec.json.encode(snapshot)

    def decode(self, raw: bytes) -> Any:
        return msgspec.json.decode(raw, type=self.snapshot) if self.snapshot else None
