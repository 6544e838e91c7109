"""The installed command `tallyman` as a process: run it, serve with it, ask what it serves."""

import os
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

TALLYMAN = str(Path(sys.executable).with_name("tallyman"))
# httpx reads the certificates of the machine anew for each request: 22 ms of CPU for nothing here.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
READY_SECONDS = 120  # a loaded machine; an idle one needs two


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TALLYMAN")}
    return kept | {"TALLYMAN_HOME": str(home), **more}


def tallyman(*arguments: str, env: dict[str, str] | None = None) -> tuple[int, str, str]:
    done = subprocess.run(
        [TALLYMAN, *arguments], env=env, capture_output=True, text=True, check=False, timeout=120
    )
    return done.returncode, done.stdout, done.stderr


@contextmanager
def serving(home: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server that answers, and what it said until then; killed at the end."""
    server = subprocess.Popen(
        [TALLYMAN, "serve"],
        env=environment(home, TALLYMAN_PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = ""
    try:
        assert server.stdout is not None
        while "Tallyman serves" not in said:
            line = server.stdout.readline()
            assert line, said
            said += line
        yield server, said
    finally:
        server.kill()
        server.wait(READY_SECONDS)


def ask(port: int, path: str, key: str, body: object = None) -> Any:
    """The decoded reply of one request that must be done."""
    answer = httpx.request(
        "GET" if body is None else "POST",
        f"http://127.0.0.1:{port}/api/v1{path}",
        json=body,
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": str(uuid4())},
        timeout=30,
        verify=NO_CERTIFICATES,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def key_in(said: str) -> str:
    found = re.search(r"tallyman_\S+", said)
    assert found, said
    return found.group()
