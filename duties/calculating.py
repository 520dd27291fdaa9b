"""Any term of the editions in force applied to any day, for whoever wants to check a date. Reads, writes nothing."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from duties.explanations import Explanation, explained
from regulation import deadlines
from regulation.articles import Article, UnknownClause
from regulation.deadlines import LEAD_TIMES, Deadline, Term
from regulation.editions import row_in_force
from regulation.enums import Counting, Reading
from regulation.models import EditionTerm
from regulation.working_days import WorkingCalendar

_TITLES = {
    Article.INVITATION_LEAD_TIME: "Gửi thư mời trước buổi đối thoại",
    Article.CONCLUSION_NOTICE: "Thông báo kết luận sau buổi đối thoại",
    Article.WRITTEN_ANSWER: "Trả lời kiến nghị bằng văn bản sau thông báo kết luận",
    Article.CONFERENCE_ANNOUNCED: "Công bố trước hội nghị đối thoại với Nhân dân (Luật 72/2025/QH15, Điều 43)",
    Article.CONFERENCE_RESULTS: "Công khai kết quả hội nghị đối thoại với Nhân dân (Luật 72/2025/QH15, Điều 43)",
}


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A term that can be chosen: its clause in the address, what it is about, and how the first date is called."""

    article: Article
    days: int
    counting: str

    @property
    def title(self) -> str:
        """``Thông báo kết luận sau buổi đối thoại: chậm nhất 10 ngày làm việc``."""
        unit = "ngày làm việc" if self.counting == Counting.WORKING else "ngày"
        how = "ít nhất" if self.looks_back else "chậm nhất"
        return f"{_TITLES.get(self.article, self.article.text)}: {how} {self.days} {unit}"

    @property
    def looks_back(self) -> bool:
        """Whether the term ends with the event instead of starting from it."""
        return self.article in LEAD_TIMES


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One term applied: the deadline, the term and edition behind it, every day of the count."""

    clock: Clock
    term: Term
    edition: str
    deadline: Deadline
    explanation: Explanation


def clocks(on: date) -> list[Clock]:
    """The terms in force on a day, in the order of the clauses; of two city-wide texts the later one holds."""
    in_force = Q(edition__valid_until__isnull=True) | Q(edition__valid_until__gte=on)
    rows = EditionTerm.objects.filter(in_force, edition__valid_from__lte=on, edition__is_city_wide=True)
    found: dict[Article, Clock] = {}
    for row in rows.order_by("-edition__valid_from", "edition__code"):
        article = Article.by_clause(row.article)
        found.setdefault(article, Clock(article=article, days=row.days, counting=row.counting))
    order = list(Article)
    return sorted(found.values(), key=lambda clock: order.index(clock.article))


def article_asked_for(clause: str) -> Article | None:
    """The clause of an address (``D9.3.a``, also in its other chapter), or None when there is no such clause."""
    try:
        return Article.by_clause(clause.strip())
    except (UnknownClause, LookupError):
        return None


def answer(clock: Clock, event_on: date, calendar: WorkingCalendar) -> Answer:
    """Apply the term that is in force on the day of the event. Raises TermUnknown and CalendarUnknown."""
    row = row_in_force(clock.article, event_on)
    term = Term(clock.article, row.days, Counting(row.counting), Reading(row.reading))
    deadline = deadlines.apply(term, event_on, calendar)
    return Answer(
        clock=clock,
        term=term,
        edition=row.edition.short_title,
        deadline=deadline,
        explanation=explained(deadline, calendar),
    )
