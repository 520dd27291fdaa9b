"""Who holds a post changes, and with it who presides over the sessions that are only planned."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from audit.actors import Actor
from organizations import actions
from organizations.models import Delegation, Official, Post, Tenure
from sessions_app.actions import presiding


@dataclass(frozen=True)
class Change:
    """What was entered, and the sentences about sessions that need somebody's eye."""

    tenure: Tenure
    reseated: int
    left: list[str]


@transaction.atomic
def appoint(
    post: Post, *, person: Official | None, full_name: str, salutation: str, from_on: date, acting: bool,
    decision: str, by: Actor, on: date, at: datetime,
) -> Change:  # fmt: skip
    """Let a known or a new person hold the post; who holds it on the day presides over what is only planned."""
    official = person or actions.official_called(full_name, salutation)
    tenure = actions.appoint(
        post, official=official, from_on=from_on, acting=acting, decision=decision, by=by, at=at
    )
    return Change(tenure, *presiding.derive_again(post, by=by, on=on, at=at))


@transaction.atomic
def end_tenure(tenure: Tenure, *, last_on: date, decision: str, by: Actor, on: date, at: datetime) -> Change:
    """Let the post be vacant; the sessions planned for later are named, because nobody is left to preside."""
    ended = actions.end_tenure(tenure, last_on=last_on, decision=decision, by=by, at=at)
    return Change(ended, *presiding.derive_again(tenure.post, by=by, on=on, at=at))


@transaction.atomic
def delegate(
    post: Post,
    *,
    person: Official | None,
    full_name: str,
    salutation: str,
    by: Actor,
    on: date,
    at: datetime,
    **facts,
) -> Delegation:
    """Record a written authorisation for a known or a new person."""
    official = person or actions.official_called(full_name, salutation)
    return actions.delegate(post, official=official, by=by, on=on, at=at, **facts)


def words(change: Change) -> str:
    """What the next page says."""
    said = ["Đã ghi."]
    if change.reseated:
        said.append(f"{change.reseated} buổi đối thoại đã lên lịch đổi người chủ trì theo người giữ chức vụ.")
    return " ".join([*said, *change.left])
