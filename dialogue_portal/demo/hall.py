"""The day itself, the minutes and the conclusions of a demo session."""

from datetime import datetime, timedelta

from accounts.models import Seat
from dialogue_portal.demo.calendar import DemoCalendar, moment
from dialogue_portal.demo.cast import leader_of
from dialogue_portal.demo.people import email, person
from dialogue_portal.demo.scenarios import Scenario, Stage, Topic
from documents import actions as documents
from organizations.models import Field, Unit
from regulation.clock import local_date
from sessions_app.actions import conclusions, minutes, petitions, proceedings
from sessions_app.enums import ConclusionState, LineOutcome, SessionState
from sessions_app.models import ConclusionDraft, DialogueSession, Minutes, Petition, SpeakingRegistration

LENGTH = timedelta(hours=2, minutes=30)
ASSESSMENT = (
    "Buổi đối thoại diễn ra dân chủ, thẳng thắn, có tinh thần xây dựng. Các ý kiến tập trung vào những việc "
    "sát với đời sống hằng ngày của Nhân dân trên địa bàn."
)
ORGANISATION = (
    "1. Các cơ quan, đơn vị được giao giải quyết và trả lời bằng văn bản cho người kiến nghị, đồng thời báo cáo "
    "người chủ trì đúng thời hạn.\n2. Văn phòng theo dõi, đôn đốc và báo cáo kết quả."
)
REMARK = "Bổ sung thời hạn cụ thể cho việc lắp camera và nêu rõ cơ quan phối hợp."


def hold(
    session: DialogueSession, plot: Scenario, *, calendar: DemoCalendar, secretary: Seat, office: Seat
) -> None:
    """Play the day and what the house does after it, as far as the scenario goes."""
    if session.state in {SessionState.ANNOUNCED, SessionState.IN_PROGRESS}:
        _speak(session, plot, secretary=secretary)
        session.refresh_from_db()
    held_on = local_date(session.starts_at)
    _write_minutes(session, plot, secretary=secretary, at=moment(calendar.after(held_on, 1), "10:00"))
    if plot.stage >= Stage.RETURNED:
        _conclude(session, plot, calendar=calendar, office=office)


def _speak(session: DialogueSession, plot: Scenario, *, secretary: Seat) -> None:
    at = session.starts_at
    if session.state == SessionState.ANNOUNCED:
        session = proceedings.begin(session, seat=secretary, at=at)
    floor = proceedings.NOBODY
    for number, topic in enumerate(plot.topics, start=1):
        at = session.starts_at + timedelta(minutes=12 * number)
        if session.petitions.filter(number=number).exists():
            continue
        registration = _registration_of(session, topic)
        if registration is not None:
            turn = proceedings.call_registered(registration, seen=floor, by=secretary.actor, at=at)
        else:
            turn = proceedings.call_walk_in(
                session, speaker=f"Công dân khu phố {number}", topic=topic.summary, seen=floor,
                by=secretary.actor, at=at,
            )  # fmt: skip
        turn = proceedings.note(turn, text=topic.text, by=secretary.actor, at=at)
        _record(session, topic, turn, registration, number=number, secretary=secretary, at=at)
        turn.refresh_from_db()
        proceedings.end_turn(turn, by=secretary.actor, at=at + timedelta(minutes=6))
    session.refresh_from_db()
    proceedings.record_end(session, ended_at=session.starts_at + LENGTH, by=secretary.actor,
                           at=session.starts_at + LENGTH + timedelta(minutes=5))  # fmt: skip


def _registration_of(session: DialogueSession, topic: Topic) -> SpeakingRegistration | None:
    return session.registrations.filter(voices__text=topic.text).first() if topic.registered else None


def _record(
    session, topic: Topic, turn, registration, *, number: int, secretary: Seat, at: datetime
) -> Petition:
    stranger = person(900 + number)
    petitioner = petitions.Petitioner(
        salutation=stranger.salutation,
        full_name=stranger.full_name,
        email=email(f"nguoidan{number}"),
        address=f"Khu phố {number}",
    )
    return petitions.record(
        session,
        petitions.Raised(
            summary=topic.summary,
            text=topic.text,
            field=Field.objects.get(key=topic.field),
            area=f"Khu phố {number}",
            off_topic=topic.outcome == LineOutcome.OUT_OF_SCOPE,
            withhold_identity=topic.withheld,
        ),
        turn=turn,
        registration=registration,
        petitioner=None if registration else petitioner,
        by=secretary.actor,
        at=at,
    )


def _write_minutes(session: DialogueSession, plot: Scenario, *, secretary: Seat, at: datetime) -> None:
    kept = Minutes.objects.filter(session=session).first()
    if kept is None:
        guests = session.guests.filter(removed_at__isnull=True).count()
        kept = minutes.write(
            session,
            minutes.MinutesText(
                opening="Văn phòng nêu lý do, giới thiệu đại biểu, chương trình và nội quy buổi đối thoại.\n"
                f"Người chủ trì thông báo {plot.host.told}.",
                previous_results="Văn phòng báo cáo kết quả giải quyết các kiến nghị của kỳ trước.",
                course="Nhân dân phát biểu; các cơ quan giải trình theo từng nhóm ý kiến.",
                closing="Người chủ trì tiếp thu, kết luận từng ý kiến và giao các cơ quan giải quyết.",
            ),
            minutes.Attendance(total=guests + 60, people=guests + 45),
            version=minutes.UNWRITTEN,
            by=secretary.actor,
            at=at,
        )
    if kept.finalised_at is None:
        paper = minutes.finalise(session, version=kept.version, seat=secretary, at=at)
        documents.complete(paper, by=secretary.actor, at=at)


def _conclude(session: DialogueSession, plot: Scenario, *, calendar: DemoCalendar, office: Seat) -> None:
    held_on = local_date(session.starts_at)
    drafted_at = moment(calendar.after(held_on, 2), "09:00")
    hosting = session.hostings.select_related("post__unit").get()
    leader = leader_of(hosting.post, held_on)
    rounds = session.conclusion_drafts
    if rounds.filter(state=ConclusionState.APPROVED).exists():
        return
    if plot.stage == Stage.RETURNED and rounds.filter(state=ConclusionState.RETURNED).exists():
        conclusions.open_round(session, by=office.actor, at=drafted_at + timedelta(days=1))
        return
    draft = conclusions.open_round(session, by=office.actor, at=drafted_at)
    if draft.state == ConclusionState.DRAFT:
        draft = _draft(draft, plot, office=office, at=drafted_at)
        draft = conclusions.submit(draft, seat=office, at=drafted_at + timedelta(hours=6))
    decided_at = moment(calendar.after(held_on, 3), "16:00")
    if plot.stage == Stage.RETURNED:
        conclusions.return_to_office(
            draft, [hosting], remark=REMARK, digest=draft.content_digest, seat=leader, at=decided_at
        )
        conclusions.open_round(session, by=office.actor, at=decided_at + timedelta(minutes=30))
    elif plot.stage >= Stage.CONCLUDED:
        conclusions.approve(draft, [hosting], digest=draft.content_digest, seat=leader, at=decided_at)


def _draft(draft: ConclusionDraft, plot: Scenario, *, office: Seat, at: datetime) -> ConclusionDraft:
    draft = conclusions.edit_text(
        draft, assessment=ASSESSMENT, organisation=ORGANISATION, by=office.actor, at=at
    )
    decided = set(draft.lines.values_list("petition__number", flat=True))
    for petition in draft.session.petitions.select_related("voice", "contact").order_by("number"):
        if petition.number in decided:
            continue
        topic = plot.topics[petition.number - 1]
        assigned = topic.outcome == LineOutcome.ASSIGNED
        conclusions.decide_line(
            draft,
            conclusions.LineText(
                petition=petition,
                outcome=topic.outcome,
                lead_agency=Unit.objects.get(key=topic.agency.format(ward=plot.ward)) if assigned else None,
                instruction=topic.instruction,
                agency_text=petitions.proposed_agency_text(petition) if assigned else "",
                agency_text_confirmed=assigned,
            ),
            seat=office,
            at=at,
        )
    return draft
