"""Messages that follow a session: what they carry, to whom, and when they have lost their point."""

import pytest

from followups.actions import assignments
from outbox.letters import Letter, Stale
from outbox.models import Message
from outbox.renderers import renderer_of
from sessions_app.actions.petitions import tracking_code_of
from sessions_app.models import PetitionContact
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.followups import ANSWERED_AT, EMAIL, SECRETS, SUMMARY
from tests.factories.organizations import unit
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db
AGENCY_MAIL = "co.quan@example.test"


@pytest.fixture(autouse=True)
def _base_url(settings):
    settings.BASE_URL = "https://doithoai.example.test"


def letter(kind: str, **about) -> Letter:
    message = Message.objects.filter(kind=f"followups.{kind}", **about).get()
    return renderer_of(message.kind).render(message)


@pytest.fixture
def row():
    after.agency_seat(user__email=AGENCY_MAIL)
    return after.assignment()


def test_an_agency_reads_number_date_and_address_and_nothing_of_the_person(row):
    mail = letter("assignment")
    assert mail.to == AGENCY_MAIL
    assert mail.subject == "Kiến nghị được giao giải quyết, hạn 21/04/2026"
    assert [part for part in (*SECRETS, SUMMARY, "nắp cống", "Nắp cống") if part in mail.body] == []
    assert f"https://doithoai.example.test/kien-nghi-duoc-giao/{row.code}/" in mail.body
    assert "số 01-TB/ĐU ngày 24/03/2026" in mail.body


def test_an_agency_that_helps_is_told_so():
    helper = unit("so-xay-dung")
    after.agency_seat(unit=helper, user__email="phoi.hop@example.test")
    session = day.held()
    lines = (day.line(after.petition(session), supporting_agencies=(helper,)),)
    after.assignment(session=session, lines=lines)
    mail = letter("assignment")
    assert (mail.to, mail.subject) == (
        "phoi.hop@example.test", "Kiến nghị cần phối hợp giải quyết, hạn 21/04/2026",
    )  # fmt: skip
    assert "giao Trung tâm Quản lý hạ tầng kỹ thuật chủ trì, Sở Xây dựng phối hợp" in mail.body


def test_urging_says_that_it_urges(row):
    assignments.urge(row, seat=day.office(), at=ANSWERED_AT)
    mail = letter("assignment", params__about="urge")
    assert mail.subject == "Đôn đốc trả lời kiến nghị, hạn 21/04/2026"
    assert "Văn phòng Đảng ủy phường Bến Thành đôn đốc" in mail.body


def test_a_message_to_an_agency_is_stale_once_answered_or_given_to_another(row):
    after.answered(row)
    with pytest.raises(Stale, match="đã được trả lời"):
        letter("assignment")


def test_a_message_is_stale_once_the_petition_went_to_another_agency(row):
    assignments.reassign(row, agency=unit("so-xay-dung"), reason="Đúng", seat=day.office(), at=ANSWERED_AT)
    with pytest.raises(Stale, match="chuyển cơ quan khác"):
        letter("assignment")


def test_the_office_learns_that_a_petition_came_back(row):
    seat = day.office()
    seat.user.email = "van.phong@example.test"
    seat.user.save()
    assignments.hand_back(row, reason="Không thuộc thẩm quyền", seat=after.agency_seat(), at=ANSWERED_AT)
    mail = letter("handed_back")
    assert mail.to == "van.phong@example.test"
    assert f"https://doithoai.example.test/kien-nghi/{row.petition.code}/" in mail.body
    assignments.reassign(row, agency=row.agency, reason="Giữ", seat=seat, at=ANSWERED_AT)
    with pytest.raises(Stale):
        letter("handed_back")


@pytest.mark.rule("D9.3.b.s1", "D13.3.b.s1")
def test_the_petitioner_is_told_that_there_is_an_answer_not_what_it_says(row):
    after.answered(row)
    mail = letter("answer")
    assert mail.to == EMAIL
    assert mail.subject == "Đã có văn bản trả lời kiến nghị của ông/bà"
    assert tracking_code_of(row.petition) in mail.body
    assert "https://doithoai.example.test/tra-cuu/" in mail.body
    assert "nắp cống" not in mail.body


@pytest.mark.rule("D9.3.b.s2", "D13.3.b.s2")
def test_the_petitioner_is_told_the_date_that_the_extension_states(row):
    after.extended(row)
    mail = letter("extension")
    assert mail.to == EMAIL
    assert "thời hạn mới là Thứ Sáu, ngày 15/05/2026" in mail.body
    assert "khảo sát" not in mail.body


def test_a_message_is_stale_when_the_address_is_gone(row):
    after.answered(row)
    PetitionContact.objects.update(email="")
    with pytest.raises(Stale, match="không còn địa chỉ"):
        letter("answer")


def test_everybody_with_an_address_learns_that_the_conclusions_are_out():
    session = day.held()
    registration(session, contact={"full_name": "Minh Họa Thư", "email": "dang.ky@example.test"})
    registration(session, contact={"full_name": "Minh Họa Không Thư"})
    after.issued(after.approved(session=session).session)
    told = {}
    for message in Message.objects.filter(kind="followups.concluded"):
        mail = renderer_of(message.kind).render(message)
        told[mail.to] = mail.body
    assert set(told) == {"dang.ky@example.test", EMAIL}
    assert "số 01-TB/ĐU" in told[EMAIL]
    assert tracking_code_of(session.petitions.get()) in told[EMAIL]
    assert [part for part in (SUMMARY, "nắp cống") if part in told[EMAIL]] == []
