"""Which term holds for a clause on a day, and how a text is cited, read from the dated editions."""

from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When

from regulation.articles import Article
from regulation.deadlines import Term
from regulation.enums import Counting, Reading
from regulation.models import EditionTerm


class TermUnknown(LookupError):
    """No edition in force on the day sets a term for the clause; the message is a Vietnamese sentence."""


def row_in_force(article: Article, on: date, *, edition: str = "") -> EditionTerm:
    """The row that sets the term of ``article`` on the day of its event, with its edition.

    ``edition`` is the code of the text that a unit follows. Where that text is silent on the clause or not in
    force that day, and for all units that follow none of their own, the latest city-wide text in force holds.
    Nothing is judged before a text is in force (QD.3). Raises TermUnknown.
    """
    chosen = Q(edition__code=edition) | Q(edition__is_city_wide=True)
    own_first = Case(
        When(edition__code=edition, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    in_force = Q(edition__valid_from__lte=on) & (
        Q(edition__valid_until__isnull=True) | Q(edition__valid_until__gte=on)
    )
    row = (
        EditionTerm.objects.filter(chosen, in_force, article=article.clause)
        .select_related("edition")
        .order_by(own_first, "-edition__valid_from", "edition__code")
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


def citation(article: Article, branch: str, edition: str) -> str:
    """How letters cite a clause as the text ``edition`` (its code) has it, with the name of that text.

    The shipped texts are cited by the catalogue; a text entered later brings its own name and, where it puts a
    sentence elsewhere, the place. One query.
    """
    row = (
        EditionTerm.objects.filter(edition__code=edition, article=article.clause)
        .exclude(edition__cited_as="")
        .select_related("edition")
        .first()
    )
    if row is None:
        return article.cited_in_full_for(branch)
    return f"{row.place or article.cited_for(branch)} {row.edition.cited_as}"
