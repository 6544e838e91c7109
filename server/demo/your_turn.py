"""Hands the site to whoever sits at the tty: a painted terminal, signed in, with work waiting."""

import signal
import subprocess

from server.console import say
from server.demo.crew import Worker
from server.demo.office import Office
from server.demo.served import Served, environment
from server.demo.shifts import terminal

LOOK_SECONDS = 0.5
END_SECONDS = 10
SIGN_OUT = "session.end"


def hand_over(office: Office, server: Served, worker: Worker) -> None:
    """At a device where somebody is signed in; ends when they sign out, as the feed tells."""
    name = worker.post.name
    say(f"Your turn, {name}: F12 scans what is asked, F1 helps, XCTLLOGOUT signs out and ends.")
    position = _end_of_feed(office, 0, worker)[0]
    process = subprocess.Popen(  # noqa: S603  (our own command, no shell)
        [*terminal(worker, server.url), "--practice"], env=environment(server.folder)
    )
    signed_out = False
    while process.poll() is None and not signed_out:
        try:
            process.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            position, signed_out = _end_of_feed(office, position, worker)
    process.send_signal(signal.SIGTERM)
    process.wait(END_SECONDS)


def _end_of_feed(office: Office, position: int, worker: Worker) -> tuple[int, bool]:
    """The feed's last position, and whether the worker has signed out behind `position`."""
    signed_out = False
    while items := office.get("/events", after=position)["items"]:
        position = items[-1]["position"]
        signed_out |= any(
            (item["kind"], item["device"]) == (SIGN_OUT, worker.post.device) for item in items
        )
    return position, signed_out
