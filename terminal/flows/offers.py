"""What the shell offers to a run, and what the run wants the shell to do.

The shell (`terminal/desk.py`) is a loop: `for effect in run.offer(event): perform(effect)`; the
next event is offered when all effects of the last are performed. Times are monotonic seconds of the
shell's clock. What the shell does:

- Paint: paints the view. Tone: plays it. Print: prints, or prints again, the last label.
- Write: in one transaction the run's log becomes its first `keep` entries plus `entries`, and
  `command`, if any, becomes an outbox row; committed before the effects behind it are performed.
  Where there was a command it then offers Written, and in time Replied or Refused.
- Lookup: asks `server/scans`, then offers Found with the same number (`failed`: E-OFF, E-SRV).
- Detour: opens inquiry, lock or the supervisor's call over the task; the run waits. What was
  looked up may come back as Brought. `sign` asks a second person, then offers Signed or Unsigned.
- Leave: the run is over: `done` with the flow's result; `park`; `jump` and `badge` with the
  reading that was scanned.
"""

from enum import StrEnum
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from server.wire import Command
from terminal.flows.ask import Entry
from terminal.scan.outcome import Query
from terminal.scan.raw import RawScan, Source
from terminal.scan.reading import Reading
from terminal.scan.wanted import Candidate

# --- events ---------------------------------------------------------------------------------------


class Scan(Struct, frozen=True):
    raw: RawScan
    at: float = 0.0


class Brought(Struct, frozen=True):
    """What was looked up over the task is its answer; `source`: how it was told there."""

    reading: Reading
    source: Source = Source.SCAN
    at: float = 0.0


class Key(Struct, frozen=True):
    """A key by Textual's name (`f4`, `enter`, `escape`); `before` is what was typed before it."""

    name: str
    before: str = ""
    at: float = 0.0


class Found(Struct, frozen=True):
    """The server's answer to Lookup number `ask`; `failed` is the E- code when there was none."""

    ask: int
    candidates: tuple[Candidate, ...] = ()
    failed: str = ""
    at: float = 0.0


class Written(Struct, frozen=True):
    """The outbox has the command under this operation id."""

    operation: str
    at: float = 0.0


class Replied(Struct, frozen=True):
    """The server did it; `reply` is its JSON as plain values."""

    operation: str
    reply: Any = None
    at: float = 0.0


class Refused(Struct, frozen=True):
    """The server refused it for good: the problem's code and its sentence."""

    operation: str
    code: str
    detail: str
    at: float = 0.0


class Signed(Struct, frozen=True):
    """A second person has signed the refused command `operation`, which goes out once more."""

    operation: str
    name: str
    at: float = 0.0


class Unsigned(Struct, frozen=True):
    """Nobody signs it here; `waits`: what may be sent in its place is, to wait for a decision."""

    operation: str
    waits: bool = False
    at: float = 0.0


class Link(Struct, frozen=True):
    online: bool
    at: float = 0.0


class Told(Struct, frozen=True):
    """Something that the shell has to say in the band: help is called, a label comes again."""

    lines: tuple[str, ...]
    good: bool = True
    at: float = 0.0


class Delivered(Struct, frozen=True):
    """The network is back, and all that may go out is out: how many, and how many were refused."""

    count: int
    problems: int
    at: float = 0.0


class Tick(Struct, frozen=True):
    """Offered a few times a second while something waits."""

    at: float


Event: TypeAlias = (
    Scan
    | Brought
    | Key
    | Found
    | Written
    | Replied
    | Refused
    | Signed
    | Unsigned
    | Link
    | Told
    | Delivered
    | Tick
)

# --- effects --------------------------------------------------------------------------------------


class Sound(StrEnum):
    """The port of `sounds.py` (terminal 6.5)."""

    GOOD = "good"
    STEP = "step"
    DONE = "done"
    WARN = "warn"
    BAD = "bad"
    ASK = "ask"
    CHIME = "chime"


class Colour(StrEnum):
    """What the band says; never by colour alone, the frame adds its symbol."""

    PLAIN = "plain"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    MAGENTA = "magenta"


class Band(Struct, frozen=True):
    """The result: at most two lines of words. `code` is the E- or W- code, for F1."""

    colour: Colour = Colour.PLAIN
    lines: tuple[str, ...] = ()
    code: str = ""


class Entering(StrEnum):
    """How typed characters are treated: refused, shown, or shown as dots."""

    NO = "no"
    SHOWN = "shown"
    DOTS = "dots"


class View(Struct, frozen=True):
    """One whole screen; the frame decides what fits.

    `options` is a numbered list (F2, Choose, a reason) that takes the place of `what`. With
    `instant` one typed digit answers without Enter. `step` names the Ask, for tests and robots.
    `emphasis`: what the whole screen is about; `done`: the work is, until the next screen comes.
    """

    title: str = ""
    ask: str = ""
    target: str = ""
    digits: str = ""
    what: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    band: Band = Band()
    keys: tuple[str, ...] = ()
    entry: Entering = Entering.SHOWN
    instant: bool = False
    queued: int = 0
    online: bool = True
    step: str = ""
    emphasis: Literal["", "done"] = ""


class Paint(Struct, frozen=True):
    view: View


class Tone(Struct, frozen=True):
    sound: Sound


class Write(Struct, frozen=True):
    keep: int
    entries: tuple[Entry, ...] = ()
    command: Command | None = None


class Lookup(Struct, frozen=True):
    """`here`: the server can't be asked; what was fetched ahead may know it."""

    ask: int
    query: Query
    here: bool = False


class Print(Struct, frozen=True):
    pass


class Detour(Struct, frozen=True):
    """`to` is inquire, lock, stuck, list, test or sign."""

    to: str


class Leave(Struct, frozen=True):
    to: str
    result: Any = None
    reading: Reading | None = None


Effect: TypeAlias = Paint | Tone | Write | Lookup | Print | Detour | Leave
