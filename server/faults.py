"""What a database error means: try the whole act again, or which refusal it is."""

from sqlalchemy.exc import DBAPIError, IntegrityError

from server.errors import Refusal

_AGAIN = {"40001", "40P01"}  # serialization failure, deadlock
_LOCKED = {"55P03", "57014"}  # lock_timeout, statement_timeout
_FULL = {"53100"}
_READ_ONLY = {"25006"}


def translated(error: DBAPIError, *, last: bool) -> Refusal | None:
    """None: try again. Raises the error itself when it is nobody's weather but a defect."""
    state = getattr(error.orig, "sqlstate", None)
    said = str(error.orig)
    if state in _FULL or "disk is full" in said:
        return Refusal(503, "storage_full", "The server's disk is full.", retry_after_seconds=30)
    if state in _READ_ONLY or "readonly database" in said:
        return Refusal(503, "read_only", "The database is read-only.", retry_after_seconds=30)
    if state in _LOCKED:
        return _in_flight()
    if isinstance(error, IntegrityError):
        # Two acts met on one unique key: the second run sees the first one's row and says so.
        return _conflict() if last else None
    if state in _AGAIN or "database is locked" in said or error.connection_invalidated:
        return busy() if last else None
    raise error


def busy() -> Refusal:
    return Refusal(503, "busy", "The server is busy. Try again.", retry_after_seconds=1)


def _in_flight() -> Refusal:
    return Refusal(
        409,
        "in_flight",
        "The same thing is still being worked on. Try again with the same operation id.",
        retry_after_seconds=1,
    )


def _conflict() -> Refusal:
    return Refusal(
        409,
        "conflict",
        "Somebody changed the same thing at the same moment, or it refers to something that is"
        " not there. Read it again and retry.",
    )
