"""Badges that the server has known here: for half a day they open this device without network."""

import hashlib
from datetime import timedelta

import msgspec

from server.identity.wire.devices import SignedIn
from terminal.client import Client
from terminal.clock import utc_now
from terminal.outbox import Outbox

LIFE = timedelta(hours=12)
SEEN = "badge"
UNLOCKED = "unlocked_offline"
"""In the place of a session's token, which a device does not need."""
NOT_SEEN = "No network, and this badge was not signed in here in the last 12 hours."


class Badges:
    """Of each a hash under this device's secret, and who it is; never a PIN, nor a hash of one."""

    def __init__(self, outbox: Outbox, client: Client) -> None:
        self.outbox, self.client = outbox, client

    def seen(self, badge: str, signed_in: SignedIn) -> None:
        """The server knows it now, and whose it is."""
        kept = msgspec.structs.replace(signed_in, token=UNLOCKED)
        self.outbox.fetched(SEEN, [(self.hash(badge), msgspec.json.encode(kept))])

    def known(self, badge: str) -> SignedIn | None:
        """Who it was, where the server has said so here in the last half day."""
        for row in self.outbox.ahead(SEEN, self.hash(badge)):
            if timedelta() <= utc_now() - row.at < LIFE:
                return msgspec.json.decode(row.value, type=SignedIn)
        return None

    def hash(self, badge: str) -> str:
        salted = f"{self.client.device_secret}:{badge}"
        return hashlib.sha256(salted.encode()).hexdigest()
