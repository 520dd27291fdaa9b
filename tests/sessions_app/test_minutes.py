"""The minutes: nobody's text is lost, names stand only with consent, closed once with number and file (Đ9.2.a)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from audit.transitions import TransitionRefused
from audit.versions import EditConflict
from documents.enums import DocumentState, PaperKind
from documents.models import IssuedDocument
from regulation.violations import RuleViolation
from sessions_app.actions import minutes as actions
from sessions_app.actions import proceedings
from sessions_app.actions.minutes import Attendance, MinutesText
from sessions_app.actions.petitions import Petitioner
from sessions_app.actions.proceedings import NOBODY
from sessions_app.minutes_paper import minutes_paper
from sessions_app.models import Minutes, Turn
from sessions_app.queries.minutes import record_of
from sessions_app.queries.proceedings import minutes_of
from tests.factories import proceedings as day
from tests.factories.proceedings import CLERK, ENDED_AT, SESSION_AT
from tests.support.counting import queries_of

pytestmark = pytest.mark.django_db
NEXT_DAY = ENDED_AT.date() + timedelta(days=1)
COUNTED = Attendance(total=86, people=62)


def write(session, *, version=0, attendance=COUNTED, **texts):
    return actions.write(session, MinutesText(**texts), attendance, version=version, by=CLERK, at=ENDED_AT)


# -- writing


@pytest.mark.rule("D9.2.a", "D13.2.a", "D8.1", "D12.1", "D3.3", "D8.5", "D12.4")
def test_the_minutes_hold_what_was_announced_the_last_results_and_the_conclusion():
    session = day.in_progress()
    minutes = write(
        session,
        opening="Thông báo việc lãnh đạo, chỉ đạo chỉnh trang hẻm.",
        previous_results="Kỳ trước 12 kiến nghị, đã giải quyết 11.",
        closing="Giao Trung tâm thay nắp cống.",
    )
    paper = minutes_paper(day.proceedings.record_end(session, ended_at=ENDED_AT, by=CLERK, at=ENDED_AT), minutes,
                          on=NEXT_DAY)  # fmt: skip
    assert (paper.opening, paper.previous_results, paper.closing) == (
        "Thông báo việc lãnh đạo, chỉ đạo chỉnh trang hẻm.",
        "Kỳ trước 12 kiến nghị, đã giải quyết 11.",
        "Giao Trung tâm thay nắp cống.",
    )
    assert (paper.attended_total, paper.attended_people) == (86, 62)
    assert paper.minute_taker.startswith(session.minute_taker.user.full_name)


def test_two_who_save_at_once_both_keep_their_text():
    session = day.in_progress()
    first = write(session, opening="thứ nhất")
    with pytest.raises(EditConflict) as conflict:
        write(session, opening="thứ hai")
    assert conflict.value.current == first
    assert Minutes.objects.get().opening == "thứ nhất"
    write(session, version=first.version, opening="thứ hai, đã gộp")
    assert Minutes.objects.get().opening == "thứ hai, đã gộp"


def test_attendance_is_saved_without_touching_the_text():
    session = day.in_progress()
    minutes = write(session, opening="đã ghi", attendance=Attendance(total=None))
    actions.count_attendance(session, COUNTED, version=minutes.version, by=CLERK, at=ENDED_AT)
    minutes.refresh_from_db()
    assert (minutes.opening, minutes.attended_total) == ("đã ghi", 86)


@pytest.mark.parametrize("attendance", [Attendance(total=10, people=11), Attendance(total=None, people=1)])
def test_the_people_are_part_of_those_who_came(attendance):
    session = day.in_progress()
    with pytest.raises(RuleViolation, match="không thể lớn hơn"):
        write(session, attendance=attendance)
    assert Minutes.objects.count() == 0


def test_no_minutes_are_written_before_the_session():
    session = day.scheduled()
    with pytest.raises(TransitionRefused, match="Không ghi biên bản"):
        write(session)


# -- the paper


@pytest.mark.rule("D9.2.c", "D13.2.c", "D9.2.d", "D13.2.d", "D9.2.dd", "D13.2.dd")
def test_the_paper_lists_every_turn_every_petition_who_answered_and_what_was_concluded():
    session = day.in_progress()
    question = day.walk_in(session)
    reply = proceedings.call_agency(
        session,
        agency=day.agency(),
        answers=question,
        seen=NOBODY,
        by=CLERK,
        at=SESSION_AT + timedelta(minutes=9),
    )
    proceedings.note(reply, text="Sẽ thay trong tuần.", by=CLERK, at=SESSION_AT + timedelta(minutes=9))
    petition = day.petition(session, turn=question)
    session = proceedings.record_end(session, ended_at=ENDED_AT, by=CLERK, at=ENDED_AT)
    minutes = day.minutes(session)
    day.draft(session, day.line(petition))
    paper = minutes_paper(session, minutes, on=NEXT_DAY)
    assert [(turn.number, turn.speaker, turn.text, turn.is_reply) for turn in paper.turns] == [
        (1, "Công dân số 1", "Rác ở hẻm 12", False),
        (2, day.agency().name, "Sẽ thay trong tuần.", True),
    ]
    [opinion] = paper.opinions
    assert (opinion.speaker, opinion.text, opinion.answered_by, opinion.handling) == (
        "Công dân số 1", day.TEXT, day.agency().name, "Giao cơ quan giải quyết",
    )  # fmt: skip


CONTACT = {
    "salutation": "Bà",
    "full_name": "Minh Họa Kim Anh",
    "phone": "0903123456",
    "email": "a@example.invalid",
}


def test_a_name_stands_only_with_consent():
    session = day.in_progress()
    named = day.speaker(session, contact=CONTACT | {"may_be_named": True, "address": "45/2 đường Mẫu"})
    unnamed = day.speaker(
        session,
        contact=CONTACT | {"full_name": "Minh Họa Không Tên", "address": "Khu phố 3"},
        text="Tôi là Minh Họa Không Tên",
    )
    withheld = day.speaker(
        session,
        withhold_identity=True,
        contact=CONTACT | {"full_name": "Minh Họa Giấu Kín", "may_be_named": True},
    )
    seen = NOBODY
    for registration in (named, unnamed, withheld):
        turn = proceedings.call_registered(registration, seen=seen, by=CLERK, at=SESSION_AT)
        text = f"{registration.contact.full_name}, 0903 123 456: nắp cống hư."
        proceedings.note(turn, text=text, by=CLERK, at=SESSION_AT)
        day.petition(session, turn=turn, registration=registration, text=text)
        seen = turn.code
    session = proceedings.record_end(session, ended_at=ENDED_AT, by=CLERK, at=ENDED_AT)
    paper = minutes_paper(session, day.minutes(session), on=NEXT_DAY)
    names = ["Bà Minh Họa Kim Anh", "Công dân số 2, Khu phố 3", "Công dân số 3"]
    assert [turn.speaker for turn in paper.turns] == names
    assert [opinion.speaker for opinion in paper.opinions] == names
    facts = str(paper.to_facts())
    for secret in ("Minh Họa Không Tên", "Minh Họa Giấu Kín", "45/2", "a@example.invalid"):
        assert secret not in facts
    assert paper.turns[1].text == "người kiến nghị, …: nắp cống hư."


def test_the_note_of_a_turn_leaves_out_the_contact_of_whoever_petitioned_without_a_slip():
    session = day.in_progress()
    for may_be_named in (False, True):
        turn = day.walk_in(session, "Minh Họa Kim Anh")
        proceedings.note(turn, text="Gọi 0903 123 456 gặp Minh Họa Kim Anh.", by=CLERK, at=SESSION_AT)
        day.petition(session, turn=turn, petitioner=Petitioner(**CONTACT, may_be_named=may_be_named))
    session = proceedings.record_end(session, ended_at=ENDED_AT, by=CLERK, at=ENDED_AT)
    texts = [turn.text for turn in minutes_paper(session, day.minutes(session), on=NEXT_DAY).turns]
    assert ["0903" in text for text in texts] == [False, True]


def test_contact_stands_not_even_beside_a_name_that_may_be_printed():
    session = day.held()
    petitioner = Petitioner(**CONTACT, address="45/2 đường Mẫu", may_be_named=True)
    day.petition(session, petitioner=petitioner)
    paper = minutes_paper(session, day.minutes(session), on=NEXT_DAY)
    facts = str(paper.to_facts())
    assert paper.opinions[0].speaker == "Bà Minh Họa Kim Anh"
    for secret in ("0903123456", "a@example.invalid", "45/2"):
        assert secret not in facts


def test_the_record_says_how_the_time_was_divided():
    session = day.in_progress()
    question = day.walk_in(session)
    reply = proceedings.call_agency(
        session,
        agency=day.agency(),
        answers=question,
        seen=NOBODY,
        by=CLERK,
        at=SESSION_AT + timedelta(minutes=10),
    )
    proceedings.end_turn(reply, by=CLERK, at=SESSION_AT + timedelta(minutes=25))
    assert [(share.label, share.minutes, share.percent) for share in record_of(session).shares] == [
        ("Người dân", 5, 25), ("Cơ quan giải trình", 15, 75), ("Người chủ trì", 0, 0),
    ]  # fmt: skip
    assert record_of(day.held(title="Buổi nhập sau")).shares == []


# -- closing


@pytest.fixture
def ready(frozen):
    """A session of yesterday whose minutes are complete."""
    session = day.held()
    day.walk_in_later(session)
    minutes = day.minutes(session)
    frozen(NEXT_DAY, "09:00")
    return session, minutes


def finalise(session, minutes, seat=None, **changed):
    facts = {
        "version": minutes.version,
        "seat": seat or session.minute_taker,
        "at": ENDED_AT + timedelta(hours=16),
    }
    return actions.finalise(session, **facts | changed)


@pytest.mark.rule("D9.2.a", "D13.2.a")
def test_closing_takes_a_number_and_nothing_changes_after(ready):
    session, minutes = ready
    document = finalise(session, minutes)
    minutes.refresh_from_db()
    assert (document.kind, document.number, minutes.document) == (PaperKind.MINUTES, 1, document)
    assert minutes.finalised_by == session.minute_taker
    with pytest.raises(TransitionRefused, match="đã chốt"):
        write(session, version=minutes.version, opening="khác")
    with pytest.raises(TransitionRefused, match="Biên bản đã chốt"):
        day.walk_in_later(session)
    with pytest.raises(TransitionRefused, match="Biên bản đã chốt"):
        day.petition(session)
    assert (Turn.objects.count(), session.petitions.count()) == (1, 0)


def test_closing_twice_is_refused_and_takes_no_second_number(ready):
    session, minutes = ready
    finalise(session, minutes)
    minutes.refresh_from_db()
    with pytest.raises(TransitionRefused, match="đã được chốt trước đó"):
        finalise(session, minutes)
    assert IssuedDocument.objects.count() == 1


def test_closing_from_an_old_page_is_refused(ready):
    session, minutes = ready
    old = minutes.version
    write(session, version=old, closing="thêm một ý")
    with pytest.raises(EditConflict):
        finalise(session, minutes, version=old)
    assert IssuedDocument.objects.count() == 0


def test_minutes_without_attendance_or_end_stay_open():
    session = day.in_progress()
    minutes = write(session, attendance=Attendance(total=None))
    with pytest.raises(TransitionRefused, match="giờ kết thúc"):
        finalise(session, minutes)
    session = proceedings.record_end(session, ended_at=ENDED_AT, by=CLERK, at=ENDED_AT)
    with pytest.raises(TransitionRefused, match="số người dự"):
        finalise(session, minutes)
    minutes = actions.count_attendance(session, COUNTED, version=minutes.version, by=CLERK, at=ENDED_AT)
    assert finalise(session, minutes).state == DocumentState.NUMBERED


def test_whoever_closes_the_minutes_of_a_session_without_minute_taker_becomes_the_one(frozen):
    session = day.scheduled(minute_taker=None)
    session = proceedings.record_end(session, ended_at=ENDED_AT, by=CLERK, at=ENDED_AT)
    minutes = day.minutes(session)
    frozen(NEXT_DAY, "09:00")
    with pytest.raises(TransitionRefused, match="Cử thư ký"):
        finalise(session, minutes, seat=day.office())
    taker = day.minute_taker()
    finalise(session, minutes, seat=taker)
    session.refresh_from_db()
    assert session.minute_taker == taker


# -- pages


def at(name, session, *more):
    return reverse(f"sessions_app:{name}", args=(session.code, *more))


def fill(form, **changed):
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in sent.items() if value is not None} | changed


def test_the_minute_taker_writes_sees_and_closes_by_plain_forms(ready, client_for):
    session, _ = ready
    client = client_for(session.minute_taker)
    page = client.get(at("minutes", session))
    client.post(at("minutes", session), fill(page.context["form"], course="Không có việc phát sinh."))
    minutes = minutes_of(session)
    assert minutes.course == "Không có việc phát sinh."
    preview = client.get(at("minutes_pdf", session))
    assert (preview["Content-Type"], preview.content[:5]) == ("application/pdf", b"%PDF-")
    page = client.get(at("minutes", session))
    sent = fill(page.context["finalise_form"])
    closed = client.post(at("minutes_finalise", session), sent, follow=True)
    document = IssuedDocument.objects.get(kind=PaperKind.MINUTES)
    assert (document.state, len(document.file.sha256)) == (DocumentState.ISSUED, 64)
    assert document.number_text in closed.content.decode()
    again = client.post(at("minutes_finalise", session), sent, follow=True)
    assert "đã được gửi trước đó" in again.content.decode()
    issued = client.get(at("minutes_pdf", session))
    assert issued.status_code == 200
    assert b"".join(issued.streaming_content if issued.streaming else [issued.content])[:5] == b"%PDF-"


def test_a_conflict_shows_both_texts_part_by_part(ready, client_for):
    session, minutes = ready
    client = client_for(day.office())
    page = client.get(at("minutes", session))
    write(session, version=minutes.version, opening="Bản của thư ký", closing=minutes.closing)
    sent = fill(page.context["form"], opening="Bản của văn phòng")
    both = client.post(at("minutes", session), sent)
    rows = {row["label"]: (row["theirs"], row["mine"]) for row in both.context["conflict"]}
    assert rows == {"Khai mạc, nội dung người chủ trì thông báo": ("Bản của thư ký", "Bản của văn phòng")}
    assert both.context["form"]["opening"].value() == "Bản của văn phòng"
    assert minutes_of(session).opening == "Bản của thư ký"
    client.post(at("minutes", session), fill(both.context["form"], opening="Gộp cả hai bản"))
    assert minutes_of(session).opening == "Gộp cả hai bản"


def test_the_office_prepares_and_the_minute_taker_closes(ready, client_for):
    session, minutes = ready
    client = client_for(day.office())
    sent = {"idempotency_key": "k", "version": minutes.version}
    refused = client.post(at("minutes_finalise", session), sent)
    assert refused.status_code == 403
    assert "Thư ký ghi biên bản là người chốt" in refused.content.decode()
    assert IssuedDocument.objects.count() == 0


@pytest.mark.parametrize("role", [Role.AGENCY, Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR])
def test_the_minutes_are_for_the_own_house(ready, login, role):
    session, _ = ready
    session.attending_bodies.create(unit=day.agency())
    client = login(role)
    assert [client.get(at(name, session)).status_code for name in ("minutes", "minutes_pdf")] == [403, 403]


def test_the_page_asks_the_database_as_often_for_three_turns_as_for_one(client_for, frozen):
    session = day.held()
    frozen(NEXT_DAY, "09:00")
    client = client_for(session.minute_taker)
    day.petition(session, turn=day.walk_in_later(session))
    once = queries_of(client, at("minutes", session))
    for _ in range(2):
        day.petition(session, turn=day.walk_in_later(session))
    assert queries_of(client, at("minutes", session)) == once


def test_there_is_no_paper_before_the_first_save(client_for, frozen):
    session = day.held()
    frozen(NEXT_DAY, "09:00")
    assert client_for(session.minute_taker).get(at("minutes_pdf", session)).status_code == 404
