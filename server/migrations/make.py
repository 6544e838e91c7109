"""Writes migration 0001 anew from the declared tables: for use before the first release only."""

import tempfile
from pathlib import Path

from alembic import command

from server.db import open_engine
from server.migrate import HERE, config


def main() -> None:
    """Run after any change of a `tables.py`: `make migration`."""
    versions = HERE / "migrations" / "versions"
    later = {path: path.read_text() for path in versions.glob("0*.py")}
    for path in later:
        path.unlink()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'empty.sqlite'}", 1)
        command.revision(config(engine), "The first schema", autogenerate=True, rev_id="0001")
        engine.dispose()
    for path, content in later.items():
        if not path.name.startswith("0001"):
            path.write_text(content)


if __name__ == "__main__":
    main()
