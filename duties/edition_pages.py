"""The words of the pages on texts that set terms."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from duties.actions.editions import TERM_ARTICLES, Effect
from duties.calendar_pages import SHOWN_MOVES, columns, labelled, moves_table
from duties.letters import WORK
from organizations.models import SettingKey, UnitSetting
from regulation.articles import Article
from regulation.enums import Counting
from regulation.models import Edition, EditionTerm


def editions_table(*, on: date, may_change: bool) -> dict:
    """Every text with its terms, the latest first. Two queries."""
    labels = ["Văn bản", "Hiệu lực", "Áp dụng", "Thời hạn"] + (["Thao tác"] if may_change else [])
    rows = []
    for edition in Edition.objects.prefetch_related("terms").order_by("-valid_from", "code"):
        cells = [
            {"text": edition.short_title, "note": edition.issuer},
            {"text": _period(edition), "note": _standing(edition, on)},
            {"text": "Toàn Thành phố" if edition.is_city_wide else "Đơn vị được chọn"},
            {"text": "; ".join(_term_words(term) for term in _in_order(edition))},
        ]
        if may_change:
            ending = reverse("duties:edition_end", args=(edition.code,))
            cells.append(
                {"text": "Ghi hết hiệu lực", "url": ending} if not edition.valid_until else {"text": ""}
            )
        rows.append(labelled(labels, cells))
    return {"caption": "Văn bản quy định thời hạn", "columns": columns(labels, dates=()), "rows": rows}


def _in_order(edition: Edition) -> list[EditionTerm]:
    order = [article.clause for article in TERM_ARTICLES]
    terms = [term for term in edition.terms.all() if term.article in order]
    return sorted(terms, key=lambda term: order.index(term.article))


def _term_words(term: EditionTerm) -> str:
    article = Article.by_clause(term.article)
    unit = "ngày làm việc" if term.counting == Counting.WORKING else "ngày"
    work = WORK[article]
    return f"{work[0].lower()}{work[1:]}: {term.days} {unit}"


def _period(edition: Edition) -> str:
    until = f" đến {edition.valid_until:%d/%m/%Y}" if edition.valid_until else ""
    return f"Từ {edition.valid_from:%d/%m/%Y}{until}"


def _standing(edition: Edition, on: date) -> str:
    if edition.valid_from > on:
        return "Chưa có hiệu lực"
    return "Hết hiệu lực" if edition.valid_until and edition.valid_until < on else "Đang có hiệu lực"


def followers_table(*, on: date) -> dict:
    """Which units follow a text of their own, now or later. Two queries."""
    labels = ["Đơn vị", "Văn bản", "Từ ngày", "Đến hết ngày"]
    names = dict(Edition.objects.values_list("code", "short_title"))
    settings = (
        UnitSetting.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on), key=SettingKey.EDITION
        )
        .exclude(value="")
        .select_related("unit")
        .order_by("unit__name_sort", "valid_from", "pk")
    )
    rows = [
        labelled(
            labels,
            [
                {"text": row.unit.name},
                {"text": names.get(row.value, row.value)},
                {"text": f"{row.valid_from:%d/%m/%Y}", "kind": "date"},
                {"text": f"{row.valid_until:%d/%m/%Y}" if row.valid_until else "", "kind": "date"},
            ],
        )
        for row in settings
    ]
    return {
        "caption": "Đơn vị áp dụng văn bản riêng",
        "columns": columns(labels, dates=("Từ ngày", "Đến hết ngày")),
        "rows": rows,
    }


def effect_words(effect: Effect) -> str:
    """How many open duties are read differently, and how many get another date."""
    if not effect.recounts:
        return "Không có việc đang làm nào bị tính lại."
    return (
        f"{len(effect.recounts)} việc đang làm được tính theo văn bản này, {len(effect.moves)} việc đổi hạn."
    )


def effect_page(effect: Effect | None, *, on: date) -> dict:
    """What the page shows of an effect: nothing before the form was sent once."""
    if effect is None:
        return {"effect": "", "moves": "", "more_moves": 0}
    return {
        "effect": effect_words(effect),
        "moves": moves_table(effect.moves, on=on),
        "more_moves": max(0, len(effect.moves) - SHOWN_MOVES),
    }
