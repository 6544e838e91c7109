"""The people of the demonstration site, their devices, and what they sign in with."""

import json
from dataclasses import dataclass
from pathlib import Path

from server.demo import scripts
from server.demo.office import Office
from server.identity.wire.devices import DeviceCreate, EnrolmentOpen
from server.identity.wire.people import BadgeIssue, PersonCreate, PinDeal, Role


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody to be hired, and the device they work with; a bench device names its bench."""

    code: str
    name: str
    role: Role
    device: str
    bench: str = ""


POSTS = (
    Post("MARTA", "Marta Nowak", Role.WORKER, "HH-1"),
    Post("TOBIAS", "Tobias Brandt", Role.WORKER, "HH-2"),
    Post("AYLIN", "Aylin Kaya", Role.WORKER, "HH-3"),
    Post("PIETRO", "Pietro Conti", Role.WORKER, "PACK-1", "BENCH-1"),
    Post("SAOIRSE", "Saoirse Byrne", Role.WORKER, "PACK-2", "BENCH-2"),
    Post("GRETA", "Greta Holm", Role.SUPERVISOR, "HH-4"),
)


@dataclass(frozen=True, slots=True)
class Worker:
    """A person with badge and PIN, and the one-time code of their device."""

    post: Post
    badge: str
    pin: str
    enrolment: str
    home: Path

    @property
    def enrolled(self) -> bool:
        """Whether the device has been switched on once: then it keeps a secret of its own."""
        return (self.home / "device.toml").is_file()


def hire(office: Office, folder: Path) -> dict[str, Worker]:
    """Makes people and devices; answers them by device. What was told once is kept in a file."""
    crew = {post.device: _hired(office, post, folder / "devices" / post.device) for post in POSTS}
    for number, worker in enumerate(crew.values()):
        worker.home.mkdir(parents=True, exist_ok=True)
        (worker.home / "practice.json").write_text(json.dumps(scripts.practice(number)))
    notes = folder / "people.txt"
    notes.touch(mode=0o600)
    notes.write_text("".join(_told(worker) for worker in crew.values()))
    return crew


def _hired(office: Office, post: Post, home: Path) -> Worker:
    office.do(PersonCreate(code=post.code, name=post.name, roles=[post.role]))
    badge = office.do(BadgeIssue(person=post.code))["badge"]
    pin = office.do(PinDeal(person=post.code))["pin"]
    name = f"Bench PC at {post.bench}" if post.bench else "Handheld"
    office.do(DeviceCreate(code=post.device, name=name, warehouse=office.warehouse))
    code = office.do(EnrolmentOpen(device=post.device))["code"]
    return Worker(post, badge, pin, code, home)


def _told(worker: Worker) -> str:
    post = worker.post
    return (
        f"{post.name} ({post.role}) at {post.device}: badge {worker.badge}, PIN {worker.pin}\n"
        f"  tallyman terminal --home {worker.home} --practice\n"
    )
