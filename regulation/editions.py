"""Which term holds for a clause on a day, read from the dated editions."""

from datetime import date

from django.db.models import Q

from regulation.articles import Article
from regulation.deadlines import Term
from regulation.enums import Counting, Reading
from regulation.models import EditionTerm


class TermUnknown(LookupError):
    """No edition in force on the day sets a term for the clause; the message is a Vietnamese sentence."""


def row_in_force(article: Article, on: date, *, edition: str = "") -> EditionTerm:
    """The row that sets the term of ``article`` on the day of its event, with its edition.

    ``edition`` is the code of the text that a unit follows; without one, the latest city-wide text in
    force holds. Nothing is judged before a text is in force (QD.3). Raises TermUnknown.
    """
    chosen = Q(edition__code=edition) if edition else Q(edition__is_city_wide=True)
    in_force = Q(edition__valid_from__lte=on) & (
        Q(edition__valid_until__isnull=True) | Q(edition__valid_until__gte=on)
    )
    row = (
        EditionTerm.objects.filter(chosen, in_force, article=article.clause)
        .select_related("edition")
        .order_by("-edition__valid_from", "edition__code")
        .first()
    )
    if row is None:
        raise TermUnknown(
            f"Không có quy định về thời hạn theo {article.clause} có hiệu lực vào ngày {on:%d/%m/%Y}."
        )
    return row


def term_for(article: Article, on: date, *, edition: str = "") -> Term:
    """The term of ``article`` on the day of its event, chosen by ``row_in_force``. Raises TermUnknown."""
    row = row_in_force(article, on, edition=edition)
    return Term(article, row.days, Counting(row.counting), Reading(row.reading))
