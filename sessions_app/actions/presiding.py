"""Who hosts and presides: the check before a session stands on the calendar (D6.1, D7, D10.1, D11, D18.5)."""

from dataclasses import dataclass
from datetime import date, datetime

from audit import acts
from audit.actors import Actor
from organizations.models import Delegation, Official, Post
from organizations.presiding import check_presider, may_be_co_chaired, may_be_joint, title_of
from organizations.queries import holder_of, posts_in_force
from regulation.articles import Article
from regulation.clock import local_date
from regulation.violations import RuleViolation
from sessions_app.enums import SessionState
from sessions_app.models import DialogueSession, Hosting, Presidency


@dataclass(frozen=True, kw_only=True)
class ChosenPresider:
    """Somebody other than the holder of the post, with the ground on which he stands in.

    ``delegation`` is the written authorisation where Đ7 or Đ11 provides for a deputy; elsewhere the text
    names nobody and ``override_reason`` says in writing why, which the monitoring body sees.
    """

    official: Official
    title: str
    delegation: Delegation | None = None
    override_reason: str = ""


def check_hosts(posts: list[Post], chosen: ChosenPresider | None, *, on: date) -> None:
    """Refuse posts that may not host together and a presider the text does not allow, on the day ``on``.

    Several posts host one session when one person heads them all, and then he presides himself (D18.5); or when the
    chairs of the council and the committee of one ward preside together, which is flagged. Raises RuleViolation.
    """
    if not posts:
        raise RuleViolation(Article.PARTY_HEADS, "Chọn chức vụ chủ trì buổi đối thoại.")
    present = set(posts_in_force(on).filter(pk__in=[post.pk for post in posts]).values_list("pk", flat=True))
    for post in posts:
        if post.pk not in present:
            raise RuleViolation(
                Article.by_clause(post.clause), f"Ngày {on:%d/%m/%Y} không có chức vụ {post.title}."
            )
        _check_presider(post, chosen, on)
    if len(posts) > 1:
        _check_joint(posts, chosen, on)


def _check_presider(post: Post, chosen: ChosenPresider | None, on: date) -> None:
    article = Article.by_clause(post.clause)
    tenure = holder_of(post, on)
    if chosen is None and tenure is None:
        raise RuleViolation(
            article, f"Ngày {on:%d/%m/%Y} chưa có người giữ chức vụ {post.title}; chọn người chủ trì khác."
        )
    decision = check_presider(
        post,
        chosen.official if chosen else tenure.official,
        on,
        delegation=chosen.delegation if chosen else None,
        override_reason=chosen.override_reason if chosen else "",
    )
    if not decision:
        raise RuleViolation(article, decision.reason)


def _check_joint(posts: list[Post], chosen: ChosenPresider | None, on: date) -> None:
    joint = may_be_joint(posts, on)
    if not joint and may_be_co_chaired(posts, on):
        if chosen is not None:
            raise RuleViolation(
                Article.by_clause(posts[0].clause),
                "Buổi đồng chủ trì phải do chính Chủ tịch Hội đồng nhân dân và Chủ tịch Ủy ban nhân dân chủ trì.",
            )
        return
    if not joint:
        raise RuleViolation(Article.JOINT_SESSION, joint.reason)
    if chosen is not None and chosen.official.pk != holder_of(posts[0], on).official_id:
        raise RuleViolation(
            Article.JOINT_SESSION,
            "Buổi đối thoại tổ chức chung theo khoản 5 Điều 18 phải do chính người giữ các chức vụ chủ trì.",
        )


def presiding_officials(posts: list[Post], chosen: ChosenPresider | None, *, on: date) -> set[int]:
    """Keys of the officials who would preside on the day: the chosen one, else the holders of the posts."""
    if chosen is not None:
        return {chosen.official.pk}
    tenures = [holder_of(post, on) for post in posts]
    return {tenure.official_id for tenure in tenures if tenure is not None}


def seat_presider(hosting: Hosting, chosen: ChosenPresider | None, *, on: date) -> Presidency:
    """Write who presides over a hosting, in place of whoever was planned before. Checked by ``check_hosts``."""
    hosting.presidencies.all().delete()
    tenure = holder_of(hosting.post, on)
    if chosen is None or (tenure is not None and tenure.official_id == chosen.official.pk):
        return hosting.presidencies.create(official=tenure.official, title=title_of(tenure), is_holder=True)
    return hosting.presidencies.create(
        official=chosen.official,
        title=chosen.title,
        is_holder=False,
        delegation=chosen.delegation,
        override_reason=chosen.override_reason.strip(),
    )


def is_co_chaired(session: DialogueSession) -> bool:
    """Several posts host and different people preside for them: allowed for a ward, and shown to whoever monitors."""
    people = {row.official_id for hosting in session.hostings.all() for row in hosting.presidencies.all()}
    return session.hostings.count() > 1 and len(people) > 1


def derive_again(post: Post, *, by: Actor, on: date, at: datetime) -> tuple[int, list[str]]:
    """After a change of who holds ``post``: how many planned sessions got another presider, and what needs an eye.

    A session on the calendar whose letters have not left is presided over by whoever holds the post on its day, unless
    somebody else was chosen. One whose letters name a person keeps him and is named in a sentence; so is one that
    nobody may preside over any more, or that is no longer one person's joint session.
    """
    reseated, left = 0, []
    hostings = (
        Hosting.objects.filter(
            post=post,
            session__state__in=[SessionState.SCHEDULED, SessionState.ANNOUNCED],
            presidencies__is_holder=True,
        )
        .select_related("session", "post")
        .order_by("pk")
    )
    for hosting in hostings:
        session, day = hosting.session, local_date(hosting.session.starts_at)
        tenure = holder_of(post, day)
        seated = hosting.presidencies.first()
        if day < on or (tenure is not None and tenure.official_id == seated.official_id):
            continue
        words = f"“{session.title}” ngày {day:%d/%m/%Y}"
        if session.state == SessionState.ANNOUNCED:
            left.append(
                f"{words}: thư mời đã ghi {seated.official.full_name} chủ trì. Ghi hoãn rồi lên lịch lại."
            )
            continue
        if tenure is None:
            left.append(f"{words}: chưa có người giữ chức vụ {post.title} để chủ trì.")
            continue
        seat_presider(hosting, None, on=day)
        reseated += 1
        acts.write(
            subject=session, verb="session.derive_presider", by=by, at=at, clause=post.clause,
            title=f"Đổi người chủ trì theo người giữ chức vụ: {tenure.official.full_name}",
            changes={"presider": [seated.official.full_name, tenure.official.full_name]},
        )  # fmt: skip
        posts = [row.post for row in session.hostings.select_related("post__unit")]
        if len(posts) > 1 and not may_be_joint(posts, day) and not may_be_co_chaired(posts, day):
            left.append(
                f"{words}: không còn là buổi chung của một người theo khoản 5 Điều 18. Hủy rồi lập lại."
            )
    return reseated, left
