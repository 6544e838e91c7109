"""The device's own profile: which server, who it is there, how it looks and sounds."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

import msgspec

from terminal.scan.profile import PLAIN, ScanProfile

FILE, PRACTICE = "device.toml", "practice.json"
TORN_GAP_SECONDS = 0.3


class DeviceProfile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Kept in `home` with mode 0600: the secret makes requests in this device's name."""

    server: str = "http://127.0.0.1:8750"
    device: str = ""
    warehouse: str = ""
    secret: str = ""
    bench: str = ""
    """The bench where this device stands; empty where it is carried."""
    sound: Literal["auto", "bell", "none"] = "auto"
    theme: Literal["dark", "light", "mono"] = "dark"
    """Light is for sun and yard, mono for those who tell colours badly; NO_COLOR is obeyed."""
    symbols: Literal["auto", "unicode", "ascii"] = "auto"
    """What stands beside words; auto is ASCII where the screen is known to show no other."""
    speech: Literal["auto", "none"] = "none"
    """Whether questions and refusals are read aloud, by espeak-ng or the machine's own voice."""
    dates: Literal["dmy", "mdy"] = "dmy"
    """How days are typed here: 311226, or 123126 as in the United States."""
    camera: str = ""
    """Webcam number, video or picture; empty without a camera."""
    serial: str = ""
    """Port of a scanner on a serial line or USB-COM, /dev/ttyACM0 or COM3; empty without one."""
    baud: Literal[1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200] = 9600
    evdev: str = ""
    """A scanner's input device on Linux, taken from all other programs; empty without one."""
    beeper: Literal["none", "datalogic", "bel"] = "none"
    """How that scanner is told to say no itself: by `F`, by BEL, or not at all."""
    scan: ScanProfile = PLAIN
    """What the scanner doctor has learnt of the scanner that types here."""
    practice: bool = False
    """F12 scans what is asked: for demonstrations and training only."""


def choices(name: str) -> tuple[Any, ...]:
    """What a field of the profile may be."""
    return get_args(get_type_hints(DeviceProfile)[name])


def scan_profile(profile: DeviceProfile, environment: Mapping[str, str]) -> ScanProfile:
    """What was learnt, with the longer gap of a path that tears scans (SSH and browsers), and how
    days are typed.
    """
    return msgspec.structs.replace(
        profile.scan,
        gap_seconds=max(profile.scan.gap_seconds, least_gap(environment)),
        month_first=profile.dates == "mdy",
    )


def least_gap(environment: Mapping[str, str]) -> float:
    """Seconds of silence that end a scan without terminator."""
    torn = environment.keys() & {"SSH_CONNECTION", "TEXTUAL_DRIVER"}
    return TORN_GAP_SECONDS if torn else PLAIN.gap_seconds


def home() -> Path:
    """Where a device keeps its profile and its outbox: TALLYMAN_DEVICE or ~/.tallyman."""
    return Path(os.environ.get("TALLYMAN_DEVICE", Path.home() / ".tallyman"))


def load(folder: Path) -> DeviceProfile:
    """Raises ValueError with a sentence when the file does not fit."""
    path = folder / FILE
    if not path.is_file():
        return DeviceProfile()
    try:
        return msgspec.toml.decode(path.read_bytes(), type=DeviceProfile)
    except msgspec.MsgspecError as error:
        raise ValueError(f"The device profile {path} does not fit: {error}.") from error


def practice(folder: Path) -> dict[str, str | list[str]]:
    """What F12 scans where no prompt can tell: totes from the pile, the lane, by name of step."""
    path = folder / PRACTICE
    if not path.is_file():
        return {}
    return msgspec.json.decode(path.read_bytes(), type=dict[str, str | list[str]])


def save(folder: Path, profile: DeviceProfile) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.touch(mode=0o600)
    lines = (f"{name} = {_toml(value)}" for name, value in msgspec.structs.asdict(profile).items())
    path.write_text("\n".join(lines) + "\n")


def _toml(value: object) -> str:
    if isinstance(value, msgspec.Struct):
        fields = msgspec.structs.asdict(value).items()
        return "{ " + ", ".join(f"{name} = {_toml(each)}" for name, each in fields) + " }"
    return str(value).lower() if isinstance(value, bool) else msgspec.json.encode(value).decode()
