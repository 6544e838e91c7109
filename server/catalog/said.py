"""What an item is called in the language of whoever asks; its own name where nobody has said."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import Item
from server.db import LANGUAGE

LANGUAGES = ("en", "de", "es", "pl", "fr")
"""Those that the terminals speak."""

NAMES = {language: getattr(Item, f"name_{language}") for language in LANGUAGES}


def language_of(session: Session) -> str:
    """That of the badge that is signed in; none for a key or a runner."""
    return str(session.info.get(LANGUAGE, ""))


def said(session: Session, item: Item) -> str:
    """The item's name for whoever asks."""
    return getattr(item, f"name_{language_of(session)}", None) or item.name


def said_in(language: Any) -> sa.ColumnElement[str]:
    """SQL: as `said`; `language` is a code or a parameter of the statement."""
    return sa.func.coalesce(sa.case(NAMES, value=language), Item.name)
