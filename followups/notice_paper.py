"""Building the notice of conclusions from the approved round. Stands above the queries, below the verbs."""

from datetime import date

from documents.letterheads import keeping_line, reporting_line
from documents.printouts import Signature
from followups.printouts import AnsweredOpinion, AssignedOpinion, ConclusionNoticePaper, OtherOpinion
from followups.queries.petitions import told_text
from organizations.models import SettingKey, Unit
from organizations.settings import edition_of
from regulation import deadlines
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.clock import local_date
from regulation.deadlines import Term
from regulation.editions import term_for
from regulation.working_days import CalendarUnknown
from sessions_app import draft_papers
from sessions_app.enums import LineOutcome
from sessions_app.models import ConclusionDraft, ConclusionLine, DialogueSession, Hosting
from sessions_app.papers import cited, concluding_line, heading_of, presider_lines, signature_by
from sessions_app.queries.conclusions import lines_of
from sessions_app.queries.proceedings import CitizenNames, minutes_of


def hostings_with_notice(session: DialogueSession) -> list[Hosting]:
    """The hostings, each of which issues its notice in the form of its branch, from one set of facts (Đ18.5)."""
    hostings = session.hostings.select_related(
        "post__unit__territory", "organizing_office", "session", "notice_duty"
    )
    return list(hostings.order_by("position", "pk"))


def usual_signature(hosting: Hosting, *, on: date) -> Signature:
    """Who signs the notice by the unit's switch, as far as it is known."""
    return signature_by(hosting, SettingKey.NOTICE_SIGNATURE, on=on)


def notice_paper(
    hosting: Hosting, draft: ConclusionDraft, *, signature: Signature, dated_on: date
) -> ConclusionNoticePaper:
    """The notice of one hosting. Raises RuleViolation when a fact the notice must state is missing."""
    session, body = hosting.session, hosting.post.unit
    held_on = local_date(session.ended_at or session.starts_at)
    concluding = concluding_line(hosting)
    lines, names = lines_of(draft), CitizenNames(session)
    minutes = minutes_of(session)
    term = answer_term(dated_on, host_id=body.pk)
    return ConclusionNoticePaper(
        heading=heading_of(hosting, on=dated_on),
        subject=f"kết luận của {concluding} tại buổi tiếp xúc, đối thoại trực tiếp với Nhân dân "
        f"ngày {held_on:%d/%m/%Y}",
        citation=cited(hosting, Article.CONCLUSION_NOTICE),
        session_title=session.title,
        held_on=held_on,
        place=session.place,
        presiders=presider_lines(hosting),
        concluding=concluding,
        attended_total=(minutes.attended_total or 0) if minutes else 0,
        attended_people=minutes.attended_people if minutes else None,
        attending=tuple(
            body.unit.name
            for body in session.attending_bodies.select_related("unit").order_by("unit__name_sort", "pk")
        ),
        assessment=draft.assessment,
        answered=tuple(
            AnsweredOpinion(**_raised(line, names), conclusion=line.instruction)
            for line in lines
            if line.outcome == LineOutcome.ANSWERED
        ),
        assigned=_assigned(lines, names, dated_on, hosting.post.unit_id),
        escalated=_others(lines, names, LineOutcome.ESCALATED),
        noted=_others(lines, names, LineOutcome.NOTED),
        out_of_scope=_others(lines, names, LineOutcome.OUT_OF_SCOPE),
        organisation=draft.organisation,
        answer_rule=cited(hosting, Article.WRITTEN_ANSWER),
        answer_days=term.days,
        answer_unit=term.unit_words,
        closing=f"{hosting.organizing_office.name} thông báo để các cơ quan, đơn vị biết, thực hiện",
        signature=signature,
        recipients=_recipients(body, lines, dated_on),
    )


def _raised(line: ConclusionLine, names: CitizenNames) -> dict:
    """What was raised, by whom in the words of the paper. Who did not agree to be named stays a number."""
    petition = line.petition
    return {
        "number": petition.number,
        "raised_by": names.of_petition(petition),
        "field": petition.field.name,
        "text": told_text(petition),
    }


def _assigned(
    lines: list[ConclusionLine], names: CitizenNames, dated_on: date, host_id: int
) -> tuple[AssignedOpinion, ...]:
    due_on, tentative = answer_due(dated_on, host_id=host_id)
    return tuple(
        AssignedOpinion(
            **_raised(line, names),
            conclusion=line.instruction,
            lead_agency=line.lead_agency.name,
            supporting_agencies=tuple(unit.name for unit in line.supporting_agencies.all()),
            due_on=due_on,
            tentative=tentative,
        )
        for line in lines
        if line.outcome == LineOutcome.ASSIGNED
    )


def _others(
    lines: list[ConclusionLine], names: CitizenNames, outcome: LineOutcome
) -> tuple[OtherOpinion, ...]:
    return tuple(
        OtherOpinion(**_raised(line, names), conclusion=line.instruction)
        for line in lines
        if line.outcome == outcome
    )


def agencies_told(lines: list[ConclusionLine]) -> list[str]:
    """The agencies concerned, leading and helping, each once, in the order of the petitions (Đ9.3.a, Đ13.3.a)."""
    return list(
        dict.fromkeys(
            unit.name
            for line in lines
            if line.lead_agency
            for unit in (line.lead_agency, *line.supporting_agencies.all())
        )
    )


def _recipients(body: Unit, lines: list[ConclusionLine], on: date) -> tuple[str, ...]:
    return (
        reporting_line(body),
        *agencies_told(lines),
        keeping_line(body, on=on),
    )


def answer_term(dated_on: date, *, host_id: int) -> Term:
    """What the text that the host follows gives for written answers to a notice of ``dated_on``."""
    return term_for(Article.WRITTEN_ANSWER, dated_on, edition=edition_of(host_id, dated_on))


def answer_due(dated_on: date, *, host_id: int) -> tuple[date | None, bool]:
    """The day on which answers to a notice of ``dated_on`` are due, None beyond the calendar; whether it may move."""
    try:
        term = answer_term(dated_on, host_id=host_id)
        deadline = deadlines.apply(term, dated_on, working_calendar().for_unit(host_id))
    except CalendarUnknown:
        return None, True
    return deadline.due_on, deadline.tentative


def draft_paper(hosting: Hosting, draft: ConclusionDraft, on: date) -> ConclusionNoticePaper:
    """The notice as the presider reads it before it exists, with the usual signature."""
    return notice_paper(hosting, draft, signature=usual_signature(hosting, on=on), dated_on=on)


def register() -> None:
    """Show drafts of conclusions as the notices they will become."""
    draft_papers.register(draft_paper)
