"""The verbs of the texts that set terms: enter one, let a unit follow one, end one. Each counts open duties again.

A text is never edited: what was counted by it must stay explainable. What a verb would move is found by doing it and
taking it back, so that what was shown is what is done.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import Seat
from audit import acts
from duties.actions import recompute
from duties.actions.recompute import Recount
from organizations.models import SettingKey, Unit, UnitSetting
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.enums import Counting, Reading
from regulation.models import Edition, EditionTerm

TERM_ARTICLES = (
    Article.INVITATION_LEAD_TIME,
    Article.CONCLUSION_NOTICE,
    Article.WRITTEN_ANSWER,
    Article.CONFERENCE_ANNOUNCED,
    Article.CONFERENCE_RESULTS,
)
LONGEST_TERM = 365
ONE_DAY = timedelta(days=1)


class EditionRefused(Exception):
    """A text, or what a unit is to follow, that cannot be entered; the message is a Vietnamese sentence."""


class DutiesMovedOn(Exception):
    """The open duties changed since the person looked; the new figures have to be seen first."""


@dataclass(frozen=True, kw_only=True)
class TermFacts:
    """One term of a text: days, how they are counted and read, and where the sentence stands if elsewhere."""

    article: Article
    days: int
    counting: Counting = Counting.WORKING
    reading: Reading = Reading.STRICT
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class EditionFacts:
    """A text as it is entered. ``replaces`` ends on the day before this one begins."""

    code: str
    title: str
    short_title: str
    cited_as: str
    issuer: str
    issued_on: date
    valid_from: date
    is_city_wide: bool
    terms: tuple[TermFacts, ...]
    replaces: Edition | None = None


@dataclass(frozen=True, kw_only=True)
class Effect:
    """The open duties that would be read differently, and a seal that names exactly this outcome."""

    recounts: tuple[Recount, ...]
    seal: str

    @property
    def moves(self) -> list[Recount]:
        return [each for each in self.recounts if each.moves]


def effect_of_entering(facts: EditionFacts) -> Effect:
    """What ``enter`` would move. Raises EditionRefused."""
    check(facts)
    return _tried(lambda: _make(facts), repr(facts), since=facts.valid_from)


def effect_of_following(unit: Unit, edition: Edition | None, *, since: date) -> Effect:
    """What ``follow`` would move. Raises EditionRefused."""
    _check_following(unit, edition, since)
    return _tried(lambda: _follow(unit, edition, since), f"{unit.pk} {edition}", since=since, unit=unit)


def effect_of_ending(edition: Edition, *, last_day: date) -> Effect:
    """What ``end`` would move. Raises EditionRefused."""
    _check_end(edition, last_day)
    return _tried(lambda: _end(edition, last_day), edition.code, since=last_day + ONE_DAY)


def _tried(change: Callable[[], object], what: str, *, since: date, unit: Unit | None = None) -> Effect:
    """Make the change, look at the duties, take it back; ``what`` names the change in the seal."""
    with transaction.atomic():
        change()
        recounts = tuple(recompute.recounted_by_text(working_calendar(), since=since, unit=unit))
        transaction.set_rollback(True)
    facts = [f"{each.duty.pk}:{each.old_due_on}:{each.duty.due_on}:{each.duty.edition}" for each in recounts]
    return Effect(
        recounts=recounts, seal=hashlib.sha256("|".join([what, str(since), *facts]).encode()).hexdigest()[:20]
    )


@transaction.atomic
def enter(facts: EditionFacts, *, seal: str, seat: Seat, at: datetime) -> Edition:
    """Put a text on record and count the open duties of events from its first day on by it.

    ``seal`` is that of the effect the person saw. Raises EditionRefused and DutiesMovedOn.
    """
    _one_at_a_time()
    if effect_of_entering(facts).seal != seal:
        raise DutiesMovedOn
    edition = _make(facts)
    acts.write(
        subject=edition,
        verb="edition.enter",
        title=f"Nhập văn bản quy định: {edition.short_title}",
        by=seat.actor,
        at=at,
        changes={
            "valid_from": [None, facts.valid_from.isoformat()],
            "terms": {term.article.clause: [term.days, str(term.counting)] for term in facts.terms},
            "replaces": facts.replaces.code if facts.replaces else "",
        },
    )
    recompute.after_change_of_text(working_calendar(), since=facts.valid_from, by=seat.actor, at=at)
    return edition


@transaction.atomic
def follow(
    unit: Unit, edition: Edition | None, *, since: date, seal: str, seat: Seat, at: datetime
) -> UnitSetting:
    """Let a unit follow a text of its own from a day on; None leads it back to the text of the city.

    What the unit followed until then ends the day before. Raises EditionRefused and DutiesMovedOn.
    """
    _one_at_a_time()
    if effect_of_following(unit, edition, since=since).seal != seal:
        raise DutiesMovedOn
    setting = _follow(unit, edition, since)
    words = edition.short_title if edition else "văn bản chung của Thành phố"
    acts.write(
        subject=setting,
        verb="edition.follow",
        title=f"{unit.name} áp dụng {words} từ {since:%d/%m/%Y}",
        by=seat.actor,
        at=at,
        changes={"edition": edition.code if edition else "", "valid_from": since.isoformat()},
    )
    recompute.after_change_of_text(working_calendar(), since=since, unit=unit, by=seat.actor, at=at)
    return setting


@transaction.atomic
def end(edition: Edition, *, last_day: date, reason: str, seal: str, seat: Seat, at: datetime) -> Edition:
    """Let a text end on a day, that day included. Raises EditionRefused and DutiesMovedOn."""
    _one_at_a_time()
    edition.refresh_from_db()
    if not reason.strip():
        raise EditionRefused("Ghi căn cứ văn bản hết hiệu lực.")
    if effect_of_ending(edition, last_day=last_day).seal != seal:
        raise DutiesMovedOn
    _end(edition, last_day)
    acts.write(
        subject=edition,
        verb="edition.end",
        title=f"Hết hiệu lực sau ngày {last_day:%d/%m/%Y}: {edition.short_title}",
        by=seat.actor,
        at=at,
        note=reason,
        changes={"valid_until": [None, last_day.isoformat()]},
    )
    recompute.after_change_of_text(working_calendar(), since=last_day + ONE_DAY, by=seat.actor, at=at)
    return edition


# -- what speaks against it


def check(facts: EditionFacts) -> None:
    """Raises EditionRefused for what cannot be a text that sets terms."""
    if Edition.objects.filter(code=facts.code).exists():
        raise EditionRefused(f"Đã có văn bản với mã “{facts.code}”.")
    if facts.valid_from < facts.issued_on:
        raise EditionRefused("Ngày có hiệu lực không thể trước ngày ban hành.")
    if not facts.terms:
        raise EditionRefused("Nhập ít nhất một thời hạn.")
    for term in facts.terms:
        if term.article not in TERM_ARTICLES or not 1 <= term.days <= LONGEST_TERM:
            raise EditionRefused(f"Số ngày phải từ 1 đến {LONGEST_TERM}.")
    if facts.replaces is not None and facts.valid_from <= facts.replaces.valid_from:
        raise EditionRefused(
            f"{facts.replaces.short_title} có hiệu lực từ {facts.replaces.valid_from:%d/%m/%Y}: văn bản thay thế phải "
            "có hiệu lực sau ngày này."
        )


def _check_following(unit: Unit, edition: Edition | None, since: date) -> None:
    if edition is not None:
        if edition.is_city_wide:
            raise EditionRefused(f"{edition.short_title} áp dụng toàn Thành phố, không cần chọn riêng.")
        if since < edition.valid_from or (edition.valid_until and since > edition.valid_until):
            raise EditionRefused(f"{edition.short_title} không có hiệu lực vào ngày {since:%d/%m/%Y}.")
    open_row = _followed_now(unit)
    if open_row is None:
        if edition is None:
            raise EditionRefused(f"{unit.name} đang áp dụng văn bản chung của Thành phố.")
        return
    if since <= open_row.valid_from:
        raise EditionRefused(
            f"{unit.name} đã chọn văn bản từ {open_row.valid_from:%d/%m/%Y}: chọn ngày sau ngày này."
        )
    if open_row.value == (edition.code if edition else ""):
        raise EditionRefused(f"{unit.name} đang áp dụng văn bản này.")


def _check_end(edition: Edition, last_day: date) -> None:
    if edition.valid_until is not None:
        raise EditionRefused(f"Văn bản này đã hết hiệu lực sau ngày {edition.valid_until:%d/%m/%Y}.")
    if last_day < edition.valid_from:
        raise EditionRefused(
            f"Văn bản có hiệu lực từ {edition.valid_from:%d/%m/%Y}: ngày cuối không thể trước ngày này."
        )


# -- writing


def _make(facts: EditionFacts) -> Edition:
    if facts.replaces is not None:
        stands = Q(valid_until__isnull=True) | Q(valid_until__gte=facts.valid_from)
        Edition.objects.filter(stands, pk=facts.replaces.pk).update(valid_until=facts.valid_from - ONE_DAY)
    names = ("code", "title", "short_title", "cited_as", "issuer", "issued_on", "valid_from", "is_city_wide")
    edition = Edition.objects.create(**{name: getattr(facts, name) for name in names}, text_path="")
    EditionTerm.objects.bulk_create(
        EditionTerm(
            edition=edition,
            article=term.article.clause,
            days=term.days,
            counting=str(term.counting),
            reading=str(term.reading),
            place=term.place,
        )
        for term in facts.terms
    )
    return edition


def _follow(unit: Unit, edition: Edition | None, since: date) -> UnitSetting:
    open_row = _followed_now(unit)
    if open_row is not None:
        UnitSetting.objects.filter(pk=open_row.pk).update(valid_until=since - ONE_DAY)
    return UnitSetting.objects.create(
        unit=unit, key=SettingKey.EDITION, value=edition.code if edition else "", valid_from=since
    )


def _followed_now(unit: Unit) -> UnitSetting | None:
    return UnitSetting.objects.filter(unit=unit, key=SettingKey.EDITION, valid_until__isnull=True).first()


def _end(edition: Edition, last_day: date) -> None:
    Edition.objects.filter(pk=edition.pk).update(valid_until=last_day)


def _one_at_a_time() -> None:
    """Two such changes, and a change of the calendar, wait for one another."""
    list(Edition.objects.select_for_update().order_by("pk")[:1])
