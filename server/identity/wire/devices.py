"""Messages about devices and the sessions of people at them."""

from server.identity.wire.people import Right, Role
from server.wire import Code, Command, Count, Event, Instant, Language, Line, Name, Reply, Secret


class DeviceCreate(Command, frozen=True, kw_only=True):
    """Makes a place for a handheld or bench PC; it is enrolled afterwards with a one-time code."""

    kind = "device.create"
    path = "/devices"

    code: Code
    name: Name
    warehouse: Code


class DeviceView(Reply, frozen=True, kw_only=True):
    """A device and how far it has come."""

    code: Code
    name: Name
    warehouse: Code
    enrolled_at: Instant | None
    revoked_at: Instant | None
    person: Code | None = None
    """Who is signed in there."""
    seen_at: Instant | None = None
    """When that person's last act came from there, to a minute."""


class EnrolmentOpen(Command, frozen=True, kw_only=True):
    """Asks for a code that makes a device ours; good for ten minutes, once, five tries."""

    kind = "device.open_enrolment"
    path = "/devices/enrolment"

    device: Code


class EnrolmentOpened(Reply, frozen=True, kw_only=True):
    """The code to type into the device, now."""

    secret = ("code",)

    device: Code
    code: Secret
    expires_at: Instant


class DeviceEnrol(Command, frozen=True, kw_only=True):
    """What the device itself sends, knowing only its name and the code; never replayed."""

    kind = "device.enrol"
    path = "/devices/enrol"
    secret = ("code",)

    device: Code
    code: Secret


class DeviceEnrolled(Reply, frozen=True, kw_only=True):
    """The device's secret, which it keeps and shows with each request."""

    secret = ("device_secret",)

    device: Code
    warehouse: Code
    device_secret: Secret


class DeviceRevoke(Command, frozen=True, kw_only=True):
    """Shuts a lost device out for ever; what it has not sent yet is not taken any more."""

    kind = "device.revoke"
    path = "/devices/revoke"

    device: Code


class SignIn(Command, frozen=True, kw_only=True):
    """Badge and PIN at an enrolled device; ends the session before. Never replayed."""

    kind = "session.open"
    path = "/sessions"
    secret = ("badge", "pin")

    badge: Secret
    pin: Secret


class BadgeShown(Command, frozen=True, kw_only=True):
    """A badge at an enrolled device, before its PIN: that is asked for in the person's language."""

    kind = "session.language"
    path = "/sessions/language"
    secret = ("badge",)

    badge: Secret


class BadgeLanguage(Reply, frozen=True, kw_only=True):
    """English for a badge that nobody has: whether there is one is not told."""

    language: Language


class SignedIn(Reply, frozen=True, kw_only=True):
    """A new session: its public name for the device's requests, its token for others."""

    secret = ("token",)

    session: Code
    token: Secret
    person: Code
    name: Name
    language: Language
    roles: list[Role]
    rights: list[Right]
    warehouse: Code
    expires_at: Instant
    time_zone: Line = "UTC"
    """Of the warehouse: the clock that people there read."""
    lines_per_hour: Count | None = 0
    """What the site hopes for, 0 where it says nothing; None: own figures are not shown."""


class SignOut(Command, frozen=True, kw_only=True):
    """Ends the caller's session; what was written before may still be sent."""

    kind = "session.end"
    path = "/sessions/end"


class LockScreen(Command, frozen=True, kw_only=True):
    """Locks the caller's session until the same badge is scanned on the same device."""

    kind = "session.lock"
    path = "/sessions/lock"


class Unlock(Command, frozen=True, kw_only=True):
    """The badge that opens a locked session again; sent by the device. Never replayed."""

    kind = "session.unlock"
    path = "/sessions/unlock"
    secret = ("badge",)

    session: Code
    badge: Secret


class UnlockOffline(Command, frozen=True, kw_only=True):
    """A badge that was signed in there within 12 hours has opened a device without network.

    Nobody has judged a PIN: what follows from that session until its next sign-in rests on it.
    """

    kind = "session.unlock_offline"
    path = "/sessions/unlock-offline"
    offline = "A"
    fact = True

    happened_at: Instant | None = None


class UnlockedOffline(Event, frozen=True, kw_only=True):
    """Somebody works by badge alone; when, by the device's clock."""

    kind = "session.unlocked_offline"

    person: Line
    device: Line
    happened_at: Instant | None


class SessionsRevoke(Command, frozen=True, kw_only=True):
    """Ends all of a person's sessions; what they have not sent waits for their next sign-in."""

    kind = "session.revoke"
    path = "/sessions/revoke"

    person: Code
