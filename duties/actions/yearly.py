"""The duties that come round every year: one session (D20.2.s1) and one report (D9.3.c, D13.3.c) per post."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from audit import acts
from audit.actors import Actor
from duties.actions import ledger
from duties.models import Duty
from duties.queries import annual_report_article, offices_on, yearly_key
from organizations.models import Post, SettingKey, UnitSetting, in_force_on
from organizations.settings import SWITCHES
from regulation.articles import Article
from regulation.models import Edition

MONTHS_TO_BE_ASSESSED = 6
NOT_ASSESSED = "Chức vụ tồn tại dưới 6 tháng trong năm nên không đánh giá."
WATCH = Actor.system("theo dõi thời hạn")


@dataclass(frozen=True, kw_only=True)
class _Yearly:
    """One yearly clause for one post in one year."""

    article: Article
    title: str
    target_path: str
    action_label: str
    due_on: date


def open_yearly_duties(year: int, on: date, at: datetime, *, by: Actor = WATCH) -> int:
    """Enter the yearly duties of ``year`` for every post that is assessed; how many are new.

    A post that exists for less than six months of the year is not assessed; when it turns out that way
    later, its open duties are voided. What was due before ``on`` is not entered any more: the portal does
    not judge what it could not have reminded of. The number of queries does not grow with the posts, and one
    act on the edition tells of all duties entered. Safe to run again.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    posts = list(
        Post.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=first), valid_from__lte=last)
        .select_related("unit")
        .order_by("pk")
    )
    assessed = [post for post in posts if is_assessed(post, year)]
    _void_the_others({post.pk for post in posts} - {post.pk for post in assessed}, year, on=on, at=at, by=by)
    return _enter(list(_wanted(assessed, year, on=on, at=at)), year, by=by, at=at)


def is_assessed(post: Post, year: int) -> bool:
    """Whether a post exists for at least six months of the year."""
    begins = max(post.valid_from, date(year, 1, 1))
    ends = min(post.valid_until or date.max, date(year, 12, 31))
    return ends + timedelta(days=1) >= _months_after(begins, MONTHS_TO_BE_ASSESSED)


def _wanted(posts: list[Post], year: int, *, on: date, at: datetime) -> Iterator[Duty]:
    edition = _edition(date(year, 12, 31))
    if edition is None:
        return
    offices = offices_on(on)
    report_days = _report_days(year)
    for post in posts:
        for duty in _of_post(post, year, report_days.get(post.unit_id, report_days[None])):
            if duty.due_on < on:
                continue
            yield _row(post, duty, year, edition=edition, office_id=offices.get(post.unit_id), at=at)


def _of_post(post: Post, year: int, report_due_on: date) -> Iterable[_Yearly]:
    return (
        _Yearly(
            article=Article.YEARLY_SESSION,
            title=f"Tổ chức ít nhất một buổi đối thoại năm {year}",
            target_path="/buoi-doi-thoai/",
            action_label="Xem buổi đối thoại",
            due_on=min(date(year, 12, 31), post.valid_until or date.max),
        ),
        _Yearly(
            article=annual_report_article(post.branch),
            title=f"Báo cáo kết quả tiếp xúc, đối thoại năm {year}",
            target_path=f"/bao-cao/nam/{year}/{post.code}/",
            action_label="Mở báo cáo",
            due_on=report_due_on,
        ),
    )


def _row(
    post: Post, yearly: _Yearly, year: int, *, edition: Edition, office_id: int | None, at: datetime
) -> Duty:
    due_on = yearly.due_on
    return Duty(
        rule=yearly.article.clause_for(post.branch),
        branch=post.branch,
        edition=edition.code,
        reading={"stated": due_on.isoformat()},
        subject_key=yearly_key(post, year),
        owed_by_id=office_id or post.unit_id,
        owed_to_id=post.unit_id,
        owed_by_post=post,
        title=yearly.title,
        context_line=_who(post),
        target_path=yearly.target_path,
        action_label=yearly.action_label,
        base_on=date(year, 1, 1),
        due_on=due_on,
        first_due_on=due_on,
        first_lawful_until=due_on,
        lawful_until=due_on,
        amber_until=due_on,
        opened_at=at,
    )


def _who(post: Post) -> str:
    unit = post.unit.name
    return post.title if unit.casefold() in post.title.casefold() else f"{post.title} · {unit}"


@transaction.atomic
def _enter(wanted: list[Duty], year: int, *, by: Actor, at: datetime) -> int:
    """Insert what is missing. Another pass at the same moment loses to the unique key, silently."""
    rules = {duty.rule for duty in wanted}
    same_year = Duty.objects.live().filter(rule__in=rules, base_on=date(year, 1, 1))
    known = set(same_year.values_list("rule", "subject_key"))
    missing = [duty for duty in wanted if (duty.rule, duty.subject_key) not in known]
    if not missing:
        return 0
    Duty.objects.bulk_create(missing, ignore_conflicts=True, batch_size=200)
    acts.write(
        subject=Edition.objects.get(code=missing[0].edition),
        verb="duty.open_year",
        title=f"Tính hạn hằng năm {year}: {len(missing)} việc",
        by=by,
        at=at,
        clause=Article.YEARLY_SESSION.clause,
        changes={"year": year, "count": len(missing)},
    )
    return len(missing)


def _void_the_others(post_ids: set[int], year: int, *, on: date, at: datetime, by: Actor) -> None:
    keys = [f"post:{pk}:{year}" for pk in sorted(post_ids)]
    for duty in Duty.objects.open().filter(subject_key__in=keys).order_by("pk"):
        ledger.void(duty, on=on, reason=NOT_ASSESSED, by=by, at=at)


def _edition(on: date) -> Edition | None:
    """The city-wide text in force on a day; nothing is judged before there is one (QD.3)."""
    return Edition.objects.filter(in_force_on(on), is_city_wide=True).order_by("-valid_from", "code").first()


def _report_days(year: int) -> dict[int | None, date]:
    """The day in the next year by which each unit with a setting of its own reports; None holds the default.

    The text says "hàng năm" without a day; the default is 31/01.
    """
    switch = SWITCHES[SettingKey.ANNUAL_REPORT_DUE]
    rows = UnitSetting.objects.filter(
        in_force_on(date(year, 12, 31)), key=SettingKey.ANNUAL_REPORT_DUE
    ).order_by("valid_from", "pk")
    days = {row.unit_id: switch.read(row.value) for row in rows}
    days[None] = switch.default(None)
    return {unit: date(year + 1, month, day) for unit, (day, month) in days.items()}


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
