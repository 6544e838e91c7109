"""What the server says of the morning: every figure of the closing line is read from its API."""

import subprocess
import time
from pathlib import Path

from msgspec import Struct

from server.console import Stop
from server.demo.office import Office
from server.demo.seed import labels
from server.demo.served import command, environment

RECEIPTS = "/warehouses/{warehouse}/receipts"
JOBS = "/warehouses/{warehouse}/print-jobs"
TASKS = "/warehouses/{warehouse}/tasks/counts"
TASK_LIST = "/warehouses/{warehouse}/tasks"
CARTONS = "/warehouses/{warehouse}/cartons"
PRINT_SECONDS = 30


class Summary(Struct, frozen=True):
    """How the morning ended, and where its labels are."""

    received: int
    shipped: int
    printed: int
    labels: str
    fsck: str

    @property
    def line(self) -> str:
        return (
            f"demo: received {self.received} lines, shipped {self.shipped} orders,"
            f" printed {self.printed} labels, fsck {self.fsck}"
        )


def received(office: Office) -> int:
    """Lines of all receipts."""
    return sum(int(receipt["lines"]) for receipt in office.pages(RECEIPTS))


def orders(office: Office, state: str) -> list[str]:
    return [order["number"] for order in office.pages("/orders", state=state)]


def tasks(office: Office, kind: str) -> int:
    """Errands of a kind that nobody has done yet."""
    for one in office.get(TASKS)["kinds"]:
        if one["kind"] == kind:
            return int(one["ready"] + one["active"] + one["stopped"])
    return 0


def waiting(office: Office, kind: str) -> list[str]:
    """The documents of the tasks of a kind that are ready for anybody."""
    return [task["document"] for task in office.pages(TASK_LIST, kind=kind, state="ready")]


def done_by(office: Office, kind: str, person: str) -> int:
    """How many tasks of a kind somebody has done."""
    ended = office.pages(TASK_LIST, kind=kind, state="done")
    return sum(1 for task in ended if task["worker"] == f"person:{person}")


def require_done(office: Office, kind: str) -> None:
    """Stops the demonstration where robots went home with work left."""
    if left := tasks(office, kind):
        raise Stop(f"{left} tasks of kind {kind} were left; see the robots' *.log in the folder.")


def require_shipped(office: Office) -> None:
    """Stops the demonstration where a closed carton never left."""
    if left := [carton["carton"] for carton in office.pages(CARTONS, state="closed")]:
        raise Stop(f"{len(left)} cartons were not handed over, {left[0]} the first.")


def printed(office: Office, folder: Path) -> int:
    """Waits for the printers; as many files must be there as jobs were printed."""
    until = time.monotonic() + PRINT_SECONDS
    while states := {job["state"] for job in office.pages(JOBS)} - {"printed"}:
        if states - {"queued", "sending"} or time.monotonic() > until:
            raise Stop(f"Print jobs are {', '.join(sorted(states))}, not printed.")
        time.sleep(0.1)
    jobs = sum(1 for _ in office.pages(JOBS))
    files = sum(1 for path in labels(folder).rglob("*") if path.is_file())
    if jobs != files:
        raise Stop(f"{jobs} print jobs are printed, {files} files are in {labels(folder)}.")
    return jobs


def fsck(folder: Path) -> str:
    """`tallyman fsck` over the site's database; stops with the rows that it names."""
    done = subprocess.run(  # noqa: S603  (our own command, no shell)
        [command(), "fsck"],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stop(f"tallyman fsck:\n{done.stdout}{done.stderr}")
    return "clean"
