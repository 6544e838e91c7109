"""One server per SQLite database: a lock on the site's folder, gone with the process."""

import fcntl
from pathlib import Path
from typing import TextIO

from server.console import Stop
from server.settings import Settings

LOCK = "serve.lock"


def alone(site: Settings) -> TextIO | None:
    """The lock, held until it is closed; None for PostgreSQL. Stops while another holds it."""
    if not site.database_url().startswith("sqlite"):
        return None
    home = Path(site.home)
    home.mkdir(parents=True, exist_ok=True)
    lock = (home / LOCK).open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise Stop(f"A server is running on {site.home}; SQLite takes only one.") from error
    return lock
