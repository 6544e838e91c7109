"""Secrets: how they are drawn, and kept so that a copy of the database opens nothing."""

import base64
import hashlib
import hmac
import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.db import insert_once
from server.identity.tables import ServerKey

BADGE_KEY = "BADGE"


def draw() -> str:
    """160 random bits as 32 letters and digits."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def digest(secret: str) -> bytes:
    """SHA-256: enough from 112 random bits up, where there is nothing to guess (ASVS 6.5.2)."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def badge_hash(session: Session, badge: str) -> bytes:
    """HMAC-SHA256 of a badge under the site's own key: its 86 bits alone are too few to hash.

    In a session that only reads, a site that has issued no badge yet answers with a hash that
    fits none.
    """
    key = session.scalar(sa.select(ServerKey.secret).where(ServerKey.name == BADGE_KEY))
    return hmac.digest(key or secrets.token_bytes(32), badge.encode(), "sha256")


def make_badge_key(session: Session) -> None:
    """Makes the site's badge key if there is none yet."""
    values = {"name": BADGE_KEY, "secret": secrets.token_bytes(32)}
    session.execute(insert_once(session, ServerKey), values)
