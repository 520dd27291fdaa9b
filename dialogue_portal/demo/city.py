"""Building the demo city."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from audit import acting, acts
from audit.actors import Actor
from dialogue_portal.demo.accounts import seed_accounts
from dialogue_portal.demo.holders import seed_holders
from dialogue_portal.demo.sessions import seed_sessions
from organizations.models import Unit

BUILDER = Actor.system("dữ liệu minh họa")


@dataclass(frozen=True)
class Built:
    """How many rows a pass added; a second pass on the same day adds none."""

    holders: int
    accounts: int
    sessions: int


def seed(*, on: date, at: datetime, password: str) -> Built:
    """Build what is missing of the demo city as of the day ``on``. Safe to run again, also after a break.

    Holders and accounts come in one transaction, each session in its own.
    """
    # Telephones and the deputies of a new year come without an act of their own.
    with transaction.atomic(), acting.context("demo city"):
        holders = seed_holders(on=on)
        accounts = seed_accounts(password=password)
        if holders or accounts:
            acts.write(
                subject=Unit.objects.get(key="thanh-uy"),
                verb="organizations.seed_demo",
                title="Tạo người giữ chức vụ và tài khoản minh họa",
                by=BUILDER,
                at=at,
                changes={"holders": holders, "accounts": accounts},
            )
    return Built(holders=holders, accounts=accounts, sessions=len(seed_sessions(on=on)))
