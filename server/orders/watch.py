"""A watched folder for order files: what a shop drops there is taken in once, or says why not.

`inbox/orders` of the site holds files to take in; they end in `done` or, with the reasons beside
them in a `.txt`, in `refused`. A file is written under another name and renamed when it is whole.
"""

import hashlib
import logging
from pathlib import Path
from uuid import UUID, uuid4, uuid5

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Acts, Call
from server.csv_door import bad_rows
from server.db import reading
from server.errors import Refusal
from server.feed.lease import Held
from server.guard import Principal, WarehouseId, system
from server.orders.csv_orders import import_orders
from server.places.tables import Warehouse
from server.table_file import parts
from server.wire import CsvImport, CsvMode, CsvReport, FieldProblem

NAMESPACE = UUID("a2f0c1a4-6f6e-5a51-8a3a-0f6a2d9f0c11")

log = logging.getLogger("tallyman.orders")


class OrderFolder:
    """One folder; `look` is what a runner does every second or so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("", "done", "refused"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def look(self, acts: Acts, _held: Held) -> bool:
        """Takes the oldest file in; True when there was one."""
        waiting = sorted(self.folder.glob("*.csv"), key=lambda path: path.stat().st_mtime)
        if not waiting:
            return False
        self.take_in(acts, waiting[0])
        return True

    def take_in(self, acts: Acts, path: Path) -> None:
        """Every slice is checked before the first is taken in; a second try is harmless."""
        content = path.read_bytes()
        file = hashlib.sha256(content).hexdigest()
        try:
            _check(acts, content)
            for line, part in parts(content, "reference"):
                _perform(acts, uuid5(NAMESPACE, f"{file}/{line}"), CsvImport(), part)
        except Refusal as refusal:
            if refusal.status >= 500:
                raise  # the machine's weather, not the file's fault: the file stays and waits
            log.warning("Order file %s is refused: %s", path.name, refusal.sentence)
            told = [refusal.sentence, *(f"{bad.where}: {bad.detail}" for bad in refusal.errors)]
            (self.folder / "refused" / f"{path.name}.txt").write_text("\n".join(told) + "\n")
            path.rename(self.folder / "refused" / path.name)
        else:
            path.rename(self.folder / "done" / path.name)


def _check(acts: Acts, content: bytes) -> None:
    """422 `bad_rows` with every bad row of the file."""
    found: list[FieldProblem] = []
    for _, part in parts(content, "reference"):
        told = _perform(acts, uuid4(), CsvImport(mode=CsvMode.CHECK), part)
        found += msgspec.json.decode(told, type=CsvReport).refused
    if found:
        raise bad_rows(found)


def _perform(acts: Acts, operation: UUID, command: CsvImport, part: bytes) -> bytes:
    with reading(acts.engine) as session:
        who = _principal(session)
    call = Call(
        operation=operation,
        digest=operation.bytes * 2,
        body=part,
        authenticate=lambda _session: who,
    )
    return acts.perform(import_orders, command, call, part).body


def _principal(session: Session) -> Principal:
    rows = session.execute(sa.select(Warehouse.code, Warehouse.id))
    warehouses: dict[str, WarehouseId] = {row.code: row.id for row in rows}
    return system("order-folder", warehouses)
