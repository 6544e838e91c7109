"""All domains' checks in one run, over one snapshot of a live database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from server.counting import fsck as counting_checks
from server.db import reading
from server.feed import fsck as feed_checks
from server.identity import fsck as identity_checks
from server.inbound import fsck as inbound_checks
from server.orders import fsck as orders_checks
from server.outbound import fsck as outbound_checks
from server.printing import fsck as printing_checks
from server.shipping import fsck as shipping_checks
from server.stock import fsck as stock_checks
from server.work import fsck as work_checks

FIRST = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One invariant that does not hold, with the first offending rows in words."""

    invariant: str
    rows: list[str]
    total: int


Check = Callable[[Session], Iterable[str]]

CHECKS: list[tuple[str, Check]] = [
    *counting_checks.CHECKS,
    *feed_checks.CHECKS,
    *identity_checks.CHECKS,
    *orders_checks.CHECKS,
    *outbound_checks.CHECKS,
    *printing_checks.CHECKS,
    *shipping_checks.CHECKS,
    *stock_checks.CHECKS,
    *work_checks.CHECKS,
    *inbound_checks.CHECKS,
]
"""Invariant id and the query that yields a sentence per offending row."""


def fsck(engine: Engine) -> list[Finding]:
    """Every invariant that has data; an empty list when all hold."""
    findings = []
    with reading(engine) as session:
        for invariant, check in CHECKS:
            rows = list(check(session))
            if rows:
                findings.append(Finding(invariant, rows[:FIRST], len(rows)))
    return findings
