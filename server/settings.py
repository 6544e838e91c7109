"""One frozen struct of settings, read from `tallyman.toml` and overridden by the environment."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

CONFIG_FILE = "tallyman.toml"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an installation decides; each field `x` is also the variable TALLYMAN_X."""

    home: str = "tallyman-site"
    """Folder of everything the site keeps: database, backups, watched folders, printed files."""
    database: str = ""
    """SQLAlchemy URL; empty means SQLite in `home`."""
    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 8750
    threads: Annotated[int, msgspec.Meta(ge=1, le=200)] = 8
    """Requests worked on at once, and connections to the database."""
    waiting_acts: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 64
    """On SQLite: how many acts may wait for the one that writes before 503 `busy`."""
    processes: Annotated[int, msgspec.Meta(ge=1, le=64)] = 1
    """Processes that answer requests; more than one needs PostgreSQL."""
    nightly_hour: Annotated[int, msgspec.Meta(ge=0, le=23)] = 3
    """When the night's work is done: backup, fsck, expiry; in the first warehouse's time zone."""
    backups: str = ""
    """Folder of the nightly backups; empty means `backups` in `home`."""
    backups_kept: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 14
    url: str = ""
    """Where programs at a shell find the server; empty means `host` and `port`."""
    key: str = ""
    """The API key that programs at a shell show to the server."""
    warehouse: str = "MAIN"
    """The warehouse that programs at a shell are about."""
    test_database: bool = False
    """Marks a database that tests may break: failpoints need it."""

    def database_url(self) -> str:
        return self.database or f"sqlite:///{Path(self.home).absolute()}/tallyman.sqlite"

    def server_url(self) -> str:
        return (self.url or f"http://{self.host}:{self.port}").rstrip("/")

    def backup_folder(self) -> Path:
        return Path(self.backups) if self.backups else Path(self.home) / "backups"


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Raises ValueError with a sentence when a value does not fit."""
    path = Path(environment.get("TALLYMAN_CONFIG", CONFIG_FILE))
    values: dict[str, Any] = tomllib.loads(path.read_text()) if path.is_file() else {}
    for field in msgspec.structs.fields(Settings):
        if (text := environment.get(f"TALLYMAN_{field.name.upper()}")) is not None:
            values[field.name] = text
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(f"Settings ({path} and TALLYMAN_*): {error}.") from error
