"""The language of a badge before its PIN: asked of the server, and kept for the next login here."""

import msgspec

from server.identity.wire.devices import BadgeLanguage, BadgeShown
from terminal.client import Client
from terminal.desk import Desk
from terminal.flows.offers import View
from terminal.outbox import Outbox
from terminal.question import Beside, asked

FACT = "language"


class Greeting:
    """What a device without anybody signed in speaks: as the last badge that was shown there."""

    def __init__(self, outbox: Outbox, client: Client, desk: Desk, beside: Beside) -> None:
        self._outbox, self._client, self._desk, self._beside = outbox, client, desk, beside
        self._badge = ""
        self.language = outbox.fact(FACT) or "en"

    def shown(self, view: View, badge: str) -> None:
        """At the first sight of a PIN prompt: the answer paints it anew, in its language."""
        if view.step != "pin" or badge in {"", self._badge}:
            return
        self._badge = badge
        body = msgspec.to_builtins(BadgeShown(badge=badge))

        def then(answer: BadgeLanguage | str) -> None:
            if isinstance(answer, BadgeLanguage):
                self.speak(answer.language)

        path = BadgeShown.path
        self._beside(lambda: asked(lambda: self._client.post(path, body, BadgeLanguage)), then)

    def speak(self, language: str) -> None:
        """From now on, also after a restart."""
        if language != self.language:
            self._keep(language)
            self._desk.again()

    def signed_in(self, language: str) -> None:
        """The next badge is asked about anew, whosever it is."""
        self._badge = ""
        if language != self.language:
            self._keep(language)

    def _keep(self, language: str) -> None:
        self.language = language
        self._desk.saving.do(lambda: self._outbox.remember(FACT, language))
