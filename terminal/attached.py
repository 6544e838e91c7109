"""What is attached to this machine: scanners, cameras, and the decoders that are installed."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path


def cameras() -> list[str]:
    """Linux's names of them."""
    return sorted(str(path) for path in Path("/dev").glob("video*"))


def serial_ports() -> list[str]:
    """Each as `PORT (what it says it is)`."""
    try:
        ports = import_module("serial.tools.list_ports")
    except ImportError:
        return []
    return sorted(f"{port.device} ({port.description})" for port in ports.comports())


def input_devices() -> list[str]:
    """Linux's, each as `PATH (what it says it is)`; none without `tallyman[evdev]`."""
    found: list[str] = import_module("terminal.sources.evdev").names()
    return found


def decoders() -> list[str]:
    """Those that read symbols out of pictures here."""
    names = {"zxing-cpp": "zxingcpp", "OpenCV": "cv2", "zbar": "pyzbar"}
    found = {name for name, module in names.items() if find_spec(module)}
    try:
        import_module("pyzbar.pyzbar")
    except ImportError:  # the library that it wraps is not installed
        found.discard("zbar")
    return sorted(found)
