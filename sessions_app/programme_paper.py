"""Building the programme as a paper: the usual steps, the speakers in their order, times where they fit."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localtime

from organizations.enums import Branch
from regulation.violations import RuleViolation
from sessions_app.models import DialogueSession, Hosting, SpeakingRegistration
from sessions_app.papers import heading_of, presider_lines
from sessions_app.printouts import Programme, ProgrammeStep
from sessions_app.queries.proceedings import quarter_of
from sessions_app.queries.registrations import latest_voice, speakers

OFFICE, PRESIDER, AGENCIES, PEOPLE = "Văn phòng", "Người chủ trì", "Cơ quan liên quan", "Nhân dân"
_REPORT = {
    Branch.PARTY: "Thông báo tình hình và công tác lãnh đạo của cấp ủy",
    Branch.GOVERNMENT: "Báo cáo tình hình kinh tế - xã hội, kết quả cải cách hành chính",
}
# Minutes from the beginning for what comes before the people speak, from the end for what comes after.
RECEPTION, INTRODUCTION, OPENING, REPORT, LAST_RESULTS, PEOPLE_SPEAK = -30, 0, 5, 10, 20, 30
AGENCIES_EXPLAIN, CONCLUSION, CLOSING = -55, -25, -5
# Shorter sessions leave the people too little time between the two: then only the order is fixed.
SHORTEST = timedelta(minutes=PEOPLE_SPEAK - AGENCIES_EXPLAIN + 30)


def first_hosting(session: DialogueSession) -> Hosting:
    """The hosting whose head the programme bears. Raises RuleViolation where there is none."""
    hosting = session.hostings.select_related("post__unit", "organizing_office").first()
    if hosting is None:
        raise RuleViolation(Programme.rule, "Buổi đối thoại chưa có cơ quan tổ chức.")
    return hosting


def programme_paper(session: DialogueSession, *, on: date) -> Programme:
    """The programme as it stands on a day. Raises RuleViolation when a mandatory fact is missing."""
    hosting = first_hosting(session)
    return Programme(
        heading=heading_of(hosting, on=on),
        subject="buổi tiếp xúc, đối thoại trực tiếp với Nhân dân",
        session_title=session.title,
        place=session.place,
        starts_at=localtime(session.starts_at),
        presiders=presider_lines(hosting),
        steps=programme_steps(session, branch=hosting.branch),
    )


def programme_steps(session: DialogueSession, *, branch: str) -> tuple[ProgrammeStep, ...]:
    """The steps of Đ9.2/Đ13.2 in their usual order, with what Đ8.5/Đ12.4 asks to be told."""
    starts, ends = localtime(session.starts_at), _end(session)

    def step(
        minutes: int, content: str, performed_by: str, *, from_end: bool = False, **more
    ) -> ProgrammeStep:
        base = ends if from_end else starts
        if ends is None and minutes > INTRODUCTION:
            base = None
        moment = (base + timedelta(minutes=minutes)).time() if base else None
        return ProgrammeStep(starts_at=moment, content=content, performed_by=performed_by, **more)

    lines = tuple(speaker_line(row) for row in speakers(session))
    return (
        step(RECEPTION, "Ổn định, tiếp nhận đăng ký phát biểu", OFFICE),
        step(INTRODUCTION, "Tuyên bố lý do, giới thiệu đại biểu, người chủ trì và thư ký", OFFICE),
        step(OPENING, "Phát biểu khai mạc, thông báo nội quy buổi đối thoại", PRESIDER),
        step(REPORT, _REPORT[Branch(branch)], PRESIDER),
        step(LAST_RESULTS, "Thông báo kết quả giải quyết ý kiến kỳ trước", PRESIDER),
        step(PEOPLE_SPEAK, "Nhân dân phát biểu, đối thoại", PEOPLE, speakers=lines),
        step(AGENCIES_EXPLAIN, "Cơ quan liên quan giải trình", AGENCIES, from_end=True),
        step(CONCLUSION, "Trả lời và kết luận", PRESIDER, from_end=True),
        step(CLOSING, "Bế mạc", OFFICE, from_end=True),
    )


def _end(session: DialogueSession) -> datetime | None:
    """When the session is planned to end, if that leaves room for every step."""
    if session.planned_end_at is None or session.planned_end_at - session.starts_at < SHORTEST:
        return None
    return localtime(session.planned_end_at)


def speaker_line(registration: SpeakingRegistration) -> str:
    """One speaker on paper: place, field, a name only with consent and never against a wish to withhold it."""
    contact = registration.contact
    if contact.may_be_named and not registration.withhold_identity:
        who = f"{contact.salutation} {contact.full_name}".strip()
    else:
        quarter = quarter_of(registration)
        who = f"Công dân, phiếu số {registration.received_number:02d}" + (f", {quarter}" if quarter else "")
    return f"{registration.speaking_position}. {who}: {latest_voice(registration).field.name}"
