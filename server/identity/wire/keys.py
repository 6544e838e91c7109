"""Messages about API keys, and about who the caller is."""

from typing import Annotated

from msgspec import Meta

from server.identity.wire.people import Right, Role
from server.wire import Code, Command, Instant, Language, Name, Reply, Secret


class KeyCreate(Command, frozen=True, kw_only=True):
    """Makes an API key; its text is in the reply, once, and nowhere else ever after."""

    kind = "key.create"
    path = "/keys"

    code: Code
    name: Name
    rights: Annotated[list[Right], Meta(min_length=1, max_length=20)]
    warehouses: Annotated[tuple[Code, ...], Meta(max_length=200)] = ()
    all_warehouses: bool = False
    expires_at: Instant | None = None


class KeyCreated(Reply, frozen=True, kw_only=True):
    """The new key, to be kept by whoever asked for it."""

    secret = ("key",)

    code: Code
    key: Secret


class KeyRevoke(Command, frozen=True, kw_only=True):
    """Ends a key at once and for ever."""

    kind = "key.revoke"
    path = "/keys/revoke"

    key: Code


class KeyView(Reply, frozen=True, kw_only=True):
    """A key without its secret."""

    code: Code
    name: Name
    rights: list[Right]
    warehouses: list[Code]
    all_warehouses: bool
    created_at: Instant
    expires_at: Instant | None
    revoked_at: Instant | None
    used_at: Instant | None


class Me(Reply, frozen=True, kw_only=True):
    """Who the request's credentials stand for and what they may do."""

    principal: Name
    name: Name
    rights: list[Right]
    warehouses: list[Code]
    roles: tuple[Role, ...] = ()
    language: Language = "en"
    device: Code | None = None
    session: Code | None = None
