"""`tallyman serve`: the API in processes of granian, the runners in threads of this one."""

import ctypes
import gc
import logging
import multiprocessing
import signal
import socket
import sys
import time
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

from granian import Granian
from granian.constants import Interfaces
from litestar import Litestar
from sqlalchemy.engine import Engine

from server import settings
from server.act import Acts
from server.alone import alone
from server.app import create_app
from server.console import DONE, Stop, configured, parser, program, say
from server.counting import late as late_counts
from server.db import open_engine
from server.failpoints import active
from server.feed.follow import Follower
from server.feed.lease import end_all
from server.identity.first import first_admin_key
from server.inbound import pull_out
from server.migrate import upgrade
from server.nightly import nightly
from server.orders.watch import OrderFolder
from server.outbound import followers as outbound_followers
from server.outbound import runs
from server.printing.runner import PrintRunner
from server.runners import Runner, Running, following, sealer
from server.settings import Settings

FOLLOWERS: list[Follower] = [
    late_counts.FOLLOWER,
    pull_out.FOLLOWER,
    *outbound_followers.FOLLOWERS,
]

PRINT_SECONDS = 0.25
OUTBOUND_SECONDS = 1.0
FOLDER_SECONDS = 1.0
KILL_SECONDS = 3  # an open event stream would otherwise keep a process from ending for good
PR_SET_PDEATHSIG = 1


def runners(site: Settings) -> list[Runner]:
    """Everything that works beside the API."""
    orders = OrderFolder(Path(site.home, "inbox", "orders"))
    return [
        sealer(),
        *(following(follower) for follower in FOLLOWERS),
        Runner("print", PRINT_SECONDS, PrintRunner().work),
        nightly(site),
        Runner("outbound", OUTBOUND_SECONDS, runs.work),
        Runner("order-folder", FOLDER_SECONDS, orders.look),
    ]


@program
def main(arguments: list[str]) -> int:
    """Runs until SIGTERM or SIGINT. Refused: a port in use, failpoints on a real site."""
    site = _asked(arguments)
    _check_failpoints(site)
    _check_port(site)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    working = runners(site)
    lock = alone(site)
    engine = open_engine(site.database_url(), 2 * len(working) + 1)
    upgrade(engine)
    acts = Acts(engine)
    if lock:  # whoever held a lease is gone
        end_all(acts)
    _tell_first_key(first_admin_key(acts))
    with Running(acts, working):
        _answer_requests(site, engine)
    if lock:
        lock.close()
    return DONE


def application() -> Litestar:
    """What each process that answers requests runs; it ends with the one that started it."""
    if sys.platform == "linux":  # else a killed server would leave one answering on its port
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    app = create_app(settings.load())
    _spare_what_stays()
    return app


def _spare_what_stays() -> None:
    """Takes what start-up built out of the garbage collector's rounds: a fifth of an act's CPU."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)  # an act makes thousands of objects, and leaves none behind


def _asked(arguments: list[str]) -> Settings:
    options = parser(
        "serve",
        "Starts the server: brings the database to the newest schema, prints the first admin key"
        " once, answers on HTTP, seals, prints, backs up at night. Settings come from tallyman.toml"
        " and TALLYMAN_* variables.",
    )
    options.parse_args(arguments)
    return configured()


def _check_failpoints(site: Settings) -> None:
    if not active():
        return
    if not site.test_database:
        raise Stop("TALLYMAN_FAILPOINTS is set, and this database is not marked as one for tests.")
    logging.getLogger("tallyman").warning("Failpoints are active: this server fails on purpose.")


def _check_port(site: Settings) -> None:
    # Granian's sockets share their port: a second server would silently get half the requests.
    with socket.socket(socket.AF_INET6 if ":" in site.host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((site.host, site.port))
        except OSError as error:
            where = f"{site.host}:{site.port}"
            raise Stop(f"Nothing can be served at {where}: {error.strerror}.") from error


def _tell_first_key(key: str | None) -> None:
    if key:
        say("The first admin key, shown this once; put it into tallyman.toml as `key`:")
        say(f"  {key}")


def _answer_requests(site: Settings, engine: Engine) -> None:
    sqlite = engine.dialect.name == "sqlite"
    processes = 1 if sqlite else site.processes
    if sqlite and site.processes > 1:
        say(f"One process answers, not {site.processes}: more of them need PostgreSQL.")
    multiprocessing.set_start_method("spawn", force=True)  # a fork would copy the runners' locks
    server = Granian(
        "server.serve:application",
        factory=True,
        interface=Interfaces.ASGI,
        address=site.host,
        port=site.port,
        workers=processes,
        workers_kill_timeout=KILL_SECONDS,
        respawn_failed_workers=True,
        log_enabled=False,
    )
    Thread(target=_tell_when_ready, args=[site, engine], daemon=True).start()
    server.serve()


def _tell_when_ready(site: Settings, engine: Engine) -> None:
    here = f"http://{site.host}:{site.port}"
    for _ in range(600):
        time.sleep(0.1)
        with suppress(OSError), urlopen(f"{here}/health", timeout=1) as answer:  # noqa: S310
            if answer.status == HTTPStatus.OK:
                where = engine.url.render_as_string(hide_password=True)
                say(f"Tallyman serves {here} from {where}.")
                return
