"""What somebody with a code reads of a petition: state, who works on it, dates, papers, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duties.badges import Badge, badge_for
from duties.models import Duty
from duties.queries import duties_of
from followups.enums import CHIP_OF_ASSIGNMENT, CHIP_OF_OUTCOME, OPEN, DeliveryChannel, PetitionChip
from followups.models import Answer, Assignment, Extension
from followups.queries.petitions import Chip, chip
from regulation.articles import Article
from regulation.clock import local_date
from regulation.date_words import long_date
from regulation.working_days import WorkingCalendar
from sessions_app.enums import LineOutcome, SessionState
from sessions_app.models import ConclusionLine, DialogueSession, Petition

NOT_COMPUTED = "chưa tính được"


@dataclass(frozen=True)
class Step:
    """One line of the timeline; ``kind`` is done, current, todo, expected or late."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper for the petitioner. ``url_code`` is empty where it may not be downloaded."""

    title: str
    note: str
    text: str
    url_code: str


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One petition as the person behind the code reads it."""

    number: str
    text: str
    chip: Chip
    badge: Badge | str
    sentence: str
    next_step: str
    agency: str
    steps: list[Step]
    papers: list[Paper]


def followed(
    petition: Petition, *, own: bool, notice_duties: list[Duty], on: date, calendar: WorkingCalendar
) -> Followed:
    """The petition on the day ``on``. Before the notice is out nothing of the drafts is told.

    ``petition`` carries what followed (``tracking_links.CodeHolder.petitions``), so this costs no query;
    ``notice_duties`` are the clocks of the notice of its session.

    ``own`` is False for a petition of another slip with which this one was merged: its papers stay closed,
    because they are addressed to somebody else.
    """
    assignment = next(iter(petition.assignments.all()), None)
    concluded = petition.session.state == SessionState.CONCLUDED
    line = next(iter(petition.conclusion_lines.all()), None) if concluded else None
    extensions = list(assignment.extensions.all()) if assignment else []
    state = _state(assignment, line)
    open_duty = assignment.answer_duty if assignment and assignment.state in OPEN else None
    sentence, next_step = _words(state, assignment, line, on=on)
    return Followed(
        number=f"{petition.number:02d}",
        text=petition.voice.summary if own else "",
        chip=chip(state),
        badge=badge_for(open_duty, on=on, calendar=calendar) if open_duty else "",
        sentence=sentence,
        next_step=next_step,
        agency=assignment.agency.name if assignment else "",
        steps=list(_steps(petition, assignment, line, extensions, notice_duties, on=on)),
        papers=list(_papers(assignment, extensions)) if own else [],
    )


def _state(assignment: Assignment | None, line: ConclusionLine | None) -> PetitionChip:
    if assignment is not None:
        return CHIP_OF_ASSIGNMENT[assignment.state]
    return CHIP_OF_OUTCOME[line.outcome] if line else PetitionChip.NEW


def _answer_of(assignment: Assignment | None) -> Answer | None:
    return getattr(assignment, "answer", None) if assignment else None


def _words(
    state: PetitionChip, assignment: Assignment | None, line: ConclusionLine | None, *, on: date
) -> tuple[str, str]:
    """What is the case, and what comes next."""
    if assignment is not None and assignment.state in OPEN:
        duty, agency = assignment.answer_duty, assignment.agency.name
        if duty.amber_until is not None and on > duty.amber_until:
            return (
                f"{agency} chưa trả lời, đã quá hạn.",
                "Đơn vị tổ chức buổi đối thoại đôn đốc cơ quan trả lời ông/bà bằng văn bản.",
            )
        return (
            f"{agency} đang giải quyết.",
            f"Ông/bà nhận văn bản trả lời chậm nhất {_worded(duty.due_on)}.",
        )
    answer = _answer_of(assignment)
    if answer is not None:
        return f"{assignment.agency.name} đã trả lời bằng văn bản.", _after_answer(answer)
    return _SENTENCES.get(line.outcome if line else None, _SENTENCES[None])


def _after_answer(answer: Answer) -> str:
    if answer.delivered_on is not None:
        return "Ông/bà đọc văn bản trả lời bên dưới."
    if answer.channel == DeliveryChannel.PUBLISHED:
        return "Văn phòng niêm yết văn bản trả lời; ông/bà đọc ngay được bên dưới."
    return "Văn phòng giao văn bản giấy cho ông/bà; ông/bà đọc ngay được bên dưới."


_SENTENCES = {
    None: (
        "Kiến nghị đã được ghi nhận tại buổi đối thoại.",
        "Đơn vị tổ chức thông báo kết luận và giao cơ quan giải quyết.",
    ),
    LineOutcome.ANSWERED: ("Kiến nghị đã được trả lời tại buổi đối thoại.", ""),
    LineOutcome.NOTED: ("Ý kiến đã được ghi nhận, tiếp thu.", ""),
    LineOutcome.ASSIGNED: ("Kiến nghị được giao cơ quan giải quyết.", "Cơ quan trả lời ông/bà bằng văn bản."),
    LineOutcome.ESCALATED: (
        "Nội dung vượt thẩm quyền; đơn vị tổ chức kiến nghị cấp trên giải quyết.",
        "Kết quả được cập nhật tại trang này khi cấp trên trả lời.",
    ),
    LineOutcome.OUT_OF_SCOPE: ("Nội dung không thuộc phạm vi buổi đối thoại.", ""),
}


# -- the timeline


def _steps(
    petition: Petition,
    assignment: Assignment | None,
    line: ConclusionLine | None,
    extensions: list[Extension],
    notice_duties: list[Duty],
    *,
    on: date,
) -> Iterator[Step]:
    session = petition.session
    held_on = local_date(session.ended_at or session.starts_at)
    yield Step("done", "Ghi nhận tại buổi đối thoại", long_date(held_on))
    if line is None and assignment is None:
        yield _notice_to_come(notice_duties, on=on)
        return
    if assignment is None:
        yield Step("done", "Thông báo kết luận", line.instruction)
        return
    yield Step("done", "Thông báo kết luận", long_date(assignment.notice.issued_on))
    yield Step("done", f"Giao {assignment.agency.name} giải quyết", assignment.instruction)
    for extension in extensions:
        stated = extension.duty_extension
        yield Step(
            "done",
            f"Cơ quan gia hạn đến {stated.new_due_on:%d/%m/%Y}",
            f"Văn bản số {stated.document_number} ngày {stated.document_date:%d/%m/%Y}. {extension.reason}",
        )
    yield _answer_step(assignment, on=on)


def notice_duties_of(session: DialogueSession) -> list[Duty]:
    """The clocks of the notice of a session that have a date."""
    return [duty for duty in duties_of(session) if duty.article is Article.CONCLUSION_NOTICE and duty.due_on]


def _notice_to_come(duties: list[Duty], *, on: date) -> Step:
    first = min(duties, key=lambda duty: (duty.due_on, duty.pk), default=None)
    late = first is not None and first.amber_until < on
    return Step(
        "late" if late else "current",
        "Thông báo kết luận, giao cơ quan giải quyết",
        f"Chậm nhất {_worded(first.due_on if first else None)}",
    )


def _answer_step(assignment: Assignment, *, on: date) -> Step:
    answer = _answer_of(assignment)
    duty = assignment.answer_duty
    if answer is not None:
        done_on = answer.delivered_on or answer.document_date
        return Step("done", "Trả lời bằng văn bản", long_date(done_on))
    late = duty.amber_until is not None and on > duty.amber_until
    return Step("late" if late else "current", "Trả lời bằng văn bản", f"Chậm nhất {_worded(duty.due_on)}")


def _worded(day: date | None) -> str:
    return long_date(day) if day else NOT_COMPUTED


# -- papers


def _papers(assignment: Assignment | None, extensions: list[Extension]) -> Iterator[Paper]:
    answer = _answer_of(assignment)
    if answer is not None:
        yield Paper(
            title=f"Văn bản trả lời số {answer.document_number}",
            note=f"Ngày {answer.document_date:%d/%m/%Y} · {assignment.agency.name} · {answer.get_outcome_display()}",
            text=answer.summary,
            url_code=answer.code,
        )
    for extension in reversed(extensions):
        stated = extension.duty_extension
        yield Paper(
            title=f"Thông báo gia hạn số {stated.document_number}",
            note=f"Ngày {stated.document_date:%d/%m/%Y} · thời hạn mới {stated.new_due_on:%d/%m/%Y}",
            text="",
            url_code=extension.code,
        )
