"""Sentences about a session in numbers, for the boxes under its clocks."""

from datetime import date

from organizations.settings import edition_of
from regulation.articles import Article
from regulation.clock import local_date
from regulation.deadlines import ANSWER_TERM, Term
from regulation.editions import TermUnknown, term_for
from sessions_app.enums import RegistrationState, SessionState
from sessions_app.models import DialogueSession
from sessions_app.queries import invitations

_AFTER = (SessionState.HELD, SessionState.CONCLUDED)


def cell_texts(session: DialogueSession) -> dict[str, str]:
    """Sentences that say more than the dates: letters sent, who came. Boxes without one keep their own."""
    texts = {}
    counts = invitations.delivery_counts(session)
    total = sum(counts.values())
    if session.state not in (SessionState.DRAFT, SessionState.SCHEDULED, SessionState.POSTPONED) and total:
        texts["invitation"] = _about_letters(counts["left"], total, invitations.last_first_dispatch(session))
    if session.state in _AFTER:
        texts["session"] = _about_the_day(session)
    return texts


def expected_answer_term(session: DialogueSession) -> Term:
    """What written answers will have, by the text that the first host follows; 935's where none is in force."""
    held_on = local_date(session.starts_at)
    host_id = session.hostings.order_by("position", "pk").values_list("post__unit", flat=True).first()
    try:
        return term_for(Article.WRITTEN_ANSWER, held_on, edition=edition_of(host_id, held_on))
    except TermUnknown:
        return ANSWER_TERM


def _about_letters(left: int, total: int, last_day: date | None) -> str:
    words = f"Đã gửi {left}/{total} thư mời"
    return f"{words}, lần cuối ngày {last_day:%d/%m/%Y}" if last_day else words


def _about_the_day(session: DialogueSession) -> str:
    minutes = getattr(session, "minutes", None)
    parts = []
    if minutes is not None and minutes.attended_total:
        parts.append(f"{minutes.attended_total} người dự")
    spoke = session.registrations.filter(state=RegistrationState.ACCEPTED).count()
    parts += [f"{spoke} người đăng ký phát biểu", f"{session.petitions.count()} kiến nghị"]
    return ", ".join(parts)
