"""The site's policy: what the owner decides once for everybody, and whether the site is live."""

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.db import core, direct, insert_once
from server.door import Reading
from server.errors import Refusal, stale
from server.identity.tables import SiteSetting
from server.identity.wire.site import GoLive, Policy, PolicyEdit, SiteLive, SiteMode

POLICY = "POLICY"
_IN_FORCE = sa.select(core(SiteSetting).c.value).where(core(SiteSetting).c.name == POLICY)


def policy(session: Session) -> Policy:
    """The policy in force; the defaults of a site that has decided nothing yet."""
    stored = direct(session, _IN_FORCE).scalar()
    return msgspec.json.decode(stored, type=Policy) if stored else Policy()


def read_policy(reading: Reading) -> Policy:
    return policy(reading.session)


def edit_policy(act: Act, command: PolicyEdit) -> Policy:
    """Refused: 409 `stale`."""
    current = _locked(act)
    if current.version != command.version:
        raise stale("The policy", command.version, current.version)
    fields = msgspec.structs.asdict(command.rules)
    return _store(act, Policy(**fields, mode=current.mode, version=current.version + 1))


def go_live(act: Act, _command: GoLive) -> Policy:
    """Ends the setting-up: from now on counts need approval. Refused: 409 `already_live`."""
    current = _locked(act)
    if current.mode is SiteMode.LIVE:
        raise Refusal(409, "already_live", "The site is live already.")
    act.record(SiteLive(), "site")
    return _store(
        act, msgspec.structs.replace(current, mode=SiteMode.LIVE, version=current.version + 1)
    )


def _locked(act: Act) -> Policy:
    """The policy with its row made and locked, so that two edits see one another."""
    first = {"name": POLICY, "value": msgspec.json.encode(Policy()), "version": 0}
    act.session.execute(insert_once(act.session, SiteSetting), first)
    stored = sa.select(SiteSetting.value).where(SiteSetting.name == POLICY).with_for_update()
    return msgspec.json.decode(act.session.scalars(stored).one(), type=Policy)


def _store(act: Act, new: Policy) -> Policy:
    act.session.execute(
        sa.update(SiteSetting)
        .where(SiteSetting.name == POLICY)
        .values(value=msgspec.json.encode(new), version=new.version)
    )
    return new
