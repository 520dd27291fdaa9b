"""Building the notice of conclusions from the approved round. Stands above the queries, below the verbs."""

from datetime import date

from documents.printouts import Signature
from followups.printouts import AnsweredOpinion, AssignedOpinion, ConclusionNoticePaper, OtherOpinion
from regulation import deadlines
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.clock import local_date
from regulation.editions import term_for
from regulation.working_days import CalendarUnknown
from sessions_app.enums import LineOutcome
from sessions_app.models import ConclusionDraft, ConclusionLine, Hosting
from sessions_app.papers import heading_of, presider_lines


def notice_paper(
    hosting: Hosting, draft: ConclusionDraft, *, signature: Signature, dated_on: date
) -> ConclusionNoticePaper:
    """The notice of one hosting. Raises RuleViolation when a fact the notice must state is missing."""
    session, body, office = hosting.session, hosting.post.unit, hosting.organizing_office
    held_on = local_date(session.ended_at or session.starts_at)
    presiders = presider_lines(hosting)
    term = term_for(Article.WRITTEN_ANSWER, dated_on)
    due_on, tentative = _answer_due(dated_on)
    lines = list(
        draft.lines.select_related("petition__voice", "petition__field", "petition__contact", "lead_agency")
        .prefetch_related("supporting_agencies")
        .order_by("petition__number")
    )
    minutes = session.minutes
    return ConclusionNoticePaper(
        heading=heading_of(hosting, on=dated_on),
        subject=f"kết luận của {_concluding(presiders)} tại buổi tiếp xúc, đối thoại trực tiếp với Nhân dân "
        f"ngày {held_on:%d/%m/%Y}",
        citation=Article.CONCLUSION_NOTICE.cited_in_full_for(hosting.branch),
        session_title=session.title,
        held_on=held_on,
        place=session.place,
        presiders=presiders,
        concluding=_concluding(presiders),
        attended_total=minutes.attended_total,
        attended_people=minutes.attended_people,
        attending=tuple(body.unit.name for body in session.attending_bodies.select_related("unit")),
        assessment=draft.assessment,
        answered=tuple(
            AnsweredOpinion(
                number=line.petition.number,
                raised_by=raised_by(line),
                field=line.petition.field.name,
                text=public_text(line),
                conclusion=line.instruction,
            )
            for line in lines
            if line.outcome == LineOutcome.ANSWERED
        ),
        assigned=tuple(
            AssignedOpinion(
                number=line.petition.number,
                raised_by=raised_by(line),
                field=line.petition.field.name,
                text=line.petition.voice.agency_text,
                conclusion=line.instruction,
                lead_agency=line.lead_agency.name,
                supporting_agencies=tuple(unit.name for unit in line.supporting_agencies.all()),
                due_on=due_on,
                tentative=tentative,
            )
            for line in lines
            if line.outcome == LineOutcome.ASSIGNED
        ),
        escalated=_others(lines, LineOutcome.ESCALATED),
        noted=_others(lines, LineOutcome.NOTED),
        out_of_scope=_others(lines, LineOutcome.OUT_OF_SCOPE),
        organisation=draft.organisation,
        answer_rule=Article.WRITTEN_ANSWER.cited_in_full_for(hosting.branch),
        answer_days=term.days,
        closing=f"{office.name} thông báo để các cơ quan, đơn vị biết, thực hiện",
        signature=signature,
        recipients=(
            *dict.fromkeys(line.lead_agency.name for line in lines if line.lead_agency),
            f"Thường trực {body.name} (để báo cáo)",
            f"Lưu {office.name}",
        ),
    )


def _others(lines: list[ConclusionLine], outcome: LineOutcome) -> tuple[OtherOpinion, ...]:
    return tuple(
        OtherOpinion(
            number=line.petition.number,
            raised_by=raised_by(line),
            field=line.petition.field.name,
            text=public_text(line),
            conclusion=line.instruction,
        )
        for line in lines
        if line.outcome == outcome
    )


def raised_by(line: ConclusionLine) -> str:
    """A name only with consent and where identity is not withheld; else a number."""
    petition = line.petition
    contact = petition.contact
    if contact.may_be_named and not petition.withhold_identity and contact.full_name:
        return f"{contact.salutation} {contact.full_name}".strip()
    return f"Công dân có kiến nghị số {petition.number:02d}"


def public_text(line: ConclusionLine) -> str:
    """What the notice prints of a petition: the confirmed text for agencies, else its one-line summary."""
    voice = line.petition.voice
    return voice.agency_text if voice.agency_text_confirmed_at else voice.summary


def _concluding(presiders: tuple[str, ...]) -> str:
    # "Đồng chí …" opens a line of its own; inside a sentence it is written small.
    return "; ".join(line[:1].lower() + line[1:] for line in presiders)


def _answer_due(dated_on: date) -> tuple[date | None, bool]:
    try:
        deadline = deadlines.apply(term_for(Article.WRITTEN_ANSWER, dated_on), dated_on, working_calendar())
    except CalendarUnknown:
        return None, True
    return deadline.due_on, deadline.tentative
