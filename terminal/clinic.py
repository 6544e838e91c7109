"""The scanner doctor at a painted terminal: opened over the prompt, which stays as it was."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from terminal import attached, settings
from terminal.doctoring import Around, Doctor, round_trip
from terminal.flows.offers import View
from terminal.scan.profile import ScanProfile
from terminal.scan.raw import RawScan
from terminal.settings import DeviceProfile, scan_profile
from terminal.sources.wedge import Wedge
from terminal.uuid7 import uuid7

if TYPE_CHECKING:
    from terminal.app import Terminal


def wedge_of(profile: DeviceProfile) -> Wedge:
    """The keyboard here, as the scanner doctor knows it."""
    return Wedge(lambda: str(uuid7()), scan_profile(profile, os.environ))


class Clinic:
    """Whether the doctor is open, and what was shown before."""

    def __init__(self, terminal: "Terminal", folder: Path) -> None:
        self._terminal, self._folder = terminal, folder
        self._doctor: Doctor | None = None
        self._under = View()

    def open(self) -> None:
        """Takes the keyboard until Esc; the desk goes on meanwhile, unseen."""
        if self._doctor is not None:
            return
        terminal = self._terminal
        gap, camera = settings.least_gap(os.environ), terminal.camera
        around = Around(tuple(attached.decoders()), gap)
        if camera is not None:
            camera.preview.ask(wanted=True)
            around = Around(around.decoders, gap, camera.preview.newest)
        doctor = Doctor(around, terminal.frame.paint, terminal.sound, self._keep, self._close)
        self._doctor = doctor
        terminal.listen(doctor)
        doctor.open()
        alive = terminal.station.client.alive
        terminal.beside(lambda: round_trip(alive), doctor.measured)

    def covers(self, view: View) -> bool:
        """Whether the doctor is open; what is to be shown is then kept for later."""
        self._under = view
        return self._doctor is not None

    def seen(self, raw: RawScan) -> bool:
        """Whether the doctor takes what a camera or a serial line has read."""
        if self._doctor is None:
            return False
        self._doctor.seen(raw)
        return True

    def _keep(self, learnt: ScanProfile) -> None:
        """On the device, for the next start, and for what is open here."""
        kept = settings.load(self._folder)
        settings.save(self._folder, msgspec.structs.replace(kept, scan=learnt))
        terminal = self._terminal
        terminal.profile = msgspec.structs.replace(terminal.profile, scan=learnt)
        terminal.station.desk.scans_as(scan_profile(terminal.profile, os.environ))

    def _close(self) -> None:
        self._doctor = None
        if self._terminal.camera is not None:
            self._terminal.camera.preview.ask(wanted=False)
        self._terminal.listen(wedge_of(self._terminal.profile))
        self._terminal.paint(self._under)
