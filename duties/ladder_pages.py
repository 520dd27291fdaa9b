"""The words of the pages on reminders: a ladder of each clause, and the form of one."""

from collections.abc import Iterator, Mapping

from django.urls import reverse

from duties.calendar_pages import columns, labelled
from duties.ladder import LADDERS, Reminded, Step, ladder_of
from duties.letters import WORK
from regulation.articles import Article

CIRCLES = {
    Reminded.OWING_STAFF: "Người thực hiện",
    Reminded.OWING_HEAD: "Người đứng đầu đơn vị phải làm",
    Reminded.HOST_HEAD: "Người chủ trì, hoặc người đứng đầu đơn vị tổ chức",
    Reminded.CITY_MONITOR: "Cơ quan theo dõi toàn thành phố",
}
_ORDER = tuple(CIRCLES)


def ladders_table(changed: Mapping[Article, tuple[Step, ...]]) -> dict:
    """Each clause with a term, its milestones, and whether somebody changed them."""
    labels = ["Việc", "Căn cứ", "Mốc nhắc (ngày làm việc so với hạn)", "Thao tác"]
    rows = []
    for article in LADDERS:
        url = reverse("duties:ladder", args=[article.clause])
        words = "; ".join(step_words(step) for step in ladder_of(article, changed))
        cells = [
            {"text": WORK.get(article, article.text), "note": "Đã sửa" if article in changed else ""},
            {"text": article.clause},
            {"text": words},
            {"text": "Sửa", "url": url},
        ]
        rows.append(labelled(labels, cells))
    return {"caption": "Mốc nhắc hạn theo từng việc", "columns": columns(labels, dates=()), "rows": rows}


def step_words(step: Step) -> str:
    """``trước 5 ngày: người thực hiện``."""
    if step.days_left > 0:
        when = f"trước {step.days_left} ngày"
    else:
        when = f"quá {-step.days_left} ngày" if step.days_left else "ngày hết hạn"
    return f"{when}: {', '.join(circle_words(step))}"


def circle_words(step: Step) -> Iterator[str]:
    """The recipients of a step, the nearest first, in small letters."""
    return (CIRCLES[to][0].lower() + CIRCLES[to][1:] for to in _ORDER if to in step.to)
