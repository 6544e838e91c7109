"""`tallyman terminal` and `tallyman devices`: start a terminal here, enrol it, see what it has."""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import msgspec

from server.identity.wire.devices import DeviceEnrol, DeviceEnrolled
from terminal import attached, settings
from terminal.client import Client, Declined, Offline
from terminal.outbox import Outbox
from terminal.settings import DeviceProfile
from terminal.store import InUse, Unsaved
from terminal.unpainted import Unpainted

REFUSED, USAGE = 1, 2
TOLD = (
    "server", "bench", "theme", "symbols", "dates", "speech", "serial", "baud", "evdev", "beeper",
    "practice",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """`tallyman terminal`."""
    given = _parser().parse_args(arguments)
    folder = given.home or settings.home()
    try:
        profile = _profile(folder, given)
        if not profile.secret:
            return _refuse(
                "This device is not enrolled. A supervisor opens its enrolment"
                " (`tallyman enrol NAME`), then: tallyman terminal --enrol NAME CODE"
            )
        return _shown(folder, profile, given)
    except (ValueError, InUse, Unsaved, OSError) as error:
        return _refuse(str(error))
    except Offline:
        return _refuse(f"There is no server at {given.server or settings.load(folder).server}.")
    except Declined as declined:
        return _refuse(declined.detail)


def _shown(folder: Path, profile: DeviceProfile, given: argparse.Namespace) -> int:
    if given.robot:
        return _robot(folder, profile, given)
    if given.web:
        return _web(folder, profile, given.web)
    return _plain(folder, profile) if given.plain else _painted(folder, profile, given)


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="tallyman terminal", description="Start a terminal here.")
    made.add_argument("--home", type=Path, help="folder of profile and outbox (~/.tallyman)")
    made.add_argument("--server", help="where the server is, http://HOST:8750")
    made.add_argument(
        "--enrol", nargs=2, metavar=("NAME", "CODE"), help="make this device ours, once"
    )
    made.add_argument("--bench", help="the bench where this device stands")
    made.add_argument("--theme", choices=settings.choices("theme"), help="how the screen looks")
    made.add_argument(
        "--symbols", choices=settings.choices("symbols"), help="ascii where the font lacks ours"
    )
    made.add_argument(
        "--dates", choices=settings.choices("dates"), help="days are typed as 311226, or 123126"
    )
    made.add_argument(
        "--speech",
        choices=settings.choices("speech"),
        help="read questions aloud, through espeak-ng",
    )
    made.add_argument(
        "--plain",
        action="store_true",
        help="a line per prompt, for screen readers; from a pipe each line is a scan, key:f4 a key"
        " and type:12 typing",
    )
    made.add_argument(
        "--web",
        metavar="[HOST:]PORT",
        help="show it in a browser: who opens that address is at this device",
    )
    made.add_argument("--serial", metavar="PORT", help="scanner on a serial line, /dev/ttyACM0")
    made.add_argument("--evdev", metavar="PATH", help="scanner at /dev/input, grabbed (Linux)")
    made.add_argument("--baud", type=int, choices=settings.choices("baud"), help="its speed (9600)")
    made.add_argument(
        "--beeper", choices=settings.choices("beeper"), help="how that scanner itself says no"
    )
    made.add_argument("--doctor", action="store_true", help="begin with the scanner doctor")
    made.add_argument("--practice", action="store_true", help="F12 scans what is asked")
    made.add_argument(
        "--robot", type=Path, metavar="FILE", help="work without a screen, as the JSON file says"
    )
    return made


def _profile(folder: Path, given: argparse.Namespace) -> DeviceProfile:
    """The stored profile with what was told now; enrolling and telling are kept."""
    profile = settings.load(folder)
    told = {name: value for name in TOLD if (value := getattr(given, name, None))}
    changed = msgspec.structs.replace(profile, **told)
    if given.enrol:
        _require_sent(folder)
        changed = _enrolled(changed, *given.enrol)
    if changed != profile:
        settings.save(folder, changed)
    return changed


def _require_sent(folder: Path) -> None:
    """A device that becomes another one could not send what it has written any more."""
    path = folder / "outbox.sqlite"
    if not path.exists():
        return
    outbox = Outbox(path)
    unsent = outbox.unsent()
    outbox.close()
    if unsent:
        raise ValueError(
            f"{unsent} commands of this device are unsent in {path}."
            " Start it where the server is reached, then enrol it anew."
        )


def _enrolled(profile: DeviceProfile, name: str, code: str) -> DeviceProfile:
    client = Client(profile.server, "")
    body = msgspec.to_builtins(DeviceEnrol(device=name, code=code))
    made = client.post(DeviceEnrol.path, body, DeviceEnrolled)
    client.close()
    return msgspec.structs.replace(
        profile, device=made.device, warehouse=made.warehouse, secret=made.device_secret
    )


def _painted(folder: Path, profile: DeviceProfile, given: argparse.Namespace) -> int:
    in_browser = "TEXTUAL_DRIVER" in os.environ
    if not in_browser and not (sys.stdin.isatty() and sys.stderr.isatty()):
        return _refuse(f"{profile.device} is enrolled; its screen needs a terminal to be shown in.")
    app = import_module("terminal.app")  # loads Textual: only for those who look at a screen
    app.Terminal(folder, profile, doctor=given.doctor).run()
    return 0


def _web(folder: Path, profile: DeviceProfile, address: str) -> int:
    import_module("terminal.web").serve(folder, profile.device, address)  # loads a web server
    return 0


def _plain(folder: Path, profile: DeviceProfile) -> int:
    import_module("terminal.plain").Plain(folder, profile).work()  # loads Textual's keys
    return 0


class Shift(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a robot does: who it is, which kinds of work, and what no prompt can tell it."""

    badge: str
    pin: str
    kinds: list[str]
    seconds: float = 60.0
    script: dict[str, str | list[str]] = {}
    camera: str = ""
    """A folder of printed pictures: LPNs and cartons are read from there."""


def _robot(folder: Path, profile: DeviceProfile, given: argparse.Namespace) -> int:
    shift = msgspec.json.decode(given.robot.read_bytes(), type=Shift)
    read = _camera(Path(shift.camera)) if shift.camera else None
    robot = Unpainted(folder, profile, shift.badge, shift.pin, shift.kinds, shift.script, read=read)
    done = robot.work(shift.seconds)
    sys.stdout.write(f"{profile.device}: {done} {'task' if done == 1 else 'tasks'} done\n")
    return 0


def _camera(folder: Path) -> Callable[[str], str]:
    pictures = import_module("terminal.sources.pictures")  # loads OpenCV: only where it looks
    aim: Callable[[str], str] = pictures.Pictures(folder).aim
    return aim


def devices(arguments: list[str]) -> int:
    """`tallyman devices`: what can be scanned with here, and which decoders are active."""
    parser = argparse.ArgumentParser(
        prog="tallyman devices", description="List scanners, cameras and decoders of this machine."
    )
    parser.add_argument("--json", action="store_true", help="print the data as JSON")
    given = parser.parse_args(arguments)
    found = {
        "cameras": attached.cameras(),
        "serial": attached.serial_ports(),
        "evdev": attached.input_devices(),
        "decoders": attached.decoders(),
    }
    if given.json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(found)).decode() + "\n")
        return 0
    for name, values in found.items():
        sys.stdout.write(f"{name}: {', '.join(values) or 'none'}\n")
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return REFUSED
