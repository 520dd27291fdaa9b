"""What is raised becomes a petition, in three compartments; agencies read neither name nor contact (Đ9.2.c)."""

import pytest
from django.urls import reverse

from accounts import links
from accounts.enums import Role
from audit.models import Act
from audit.transitions import TransitionRefused
from audit.versions import EditConflict
from regulation.violations import RuleViolation
from sessions_app.actions import conclusions, petitions
from sessions_app.actions.petitions import Petitioner, tracking_code_of
from sessions_app.enums import MatterType, RegistrationState
from sessions_app.models import Petition, TrackingCode
from sessions_app.queries.petitions import unheard_slips
from sessions_app.queries.registrations import by_tracking_code
from tests.factories import proceedings as day
from tests.factories.proceedings import CLERK, ENDED_AT, SESSION_AT
from tests.factories.registrations import registration

pytestmark = pytest.mark.django_db
NAMED = {
    "full_name": "Minh Họa Kim Anh", "salutation": "Bà", "phone": "0903123456", "email": "anh@example.invalid",
    "address": "45/2 đường Mẫu",
}  # fmt: skip


# -- recording


@pytest.mark.rule("D9.2.c", "D13.2.c", "D3.1")
def test_one_turn_holds_several_petitions_of_different_kinds():
    session = day.in_progress()
    turn = day.walk_in(session)
    kinds = (MatterType.PETITION, MatterType.INITIATIVE, MatterType.COMMENT, MatterType.REPORT)
    recorded = [day.petition(session, turn=turn, matter_type=kind) for kind in kinds]
    assert [(row.number, row.matter_type, row.turn) for row in recorded] == [
        (number, kind, turn) for number, kind in enumerate(kinds, start=1)
    ]


def test_contact_and_the_wish_to_stay_unknown_come_from_the_registration():
    session = day.in_progress()
    slip = day.speaker(session, withhold_identity=True, contact=NAMED | {"may_be_named": True})
    petition = day.petition(session, registration=slip)
    contact = petition.contact
    assert {name: getattr(contact, name) for name in NAMED} == NAMED
    assert (petition.withhold_identity, contact.may_be_named) == (True, True)
    assert tracking_code_of(petition) == links.grouped(
        links.tracking_code_for(slip.pk, slip.tracking.generation)
    )
    assert not TrackingCode.objects.filter(petition=petition).exists()


def test_whoever_did_not_register_gets_a_code_of_the_petition():
    session = day.in_progress()
    petition = day.petition(session, turn=day.walk_in(session), petitioner=Petitioner(**NAMED))
    code = tracking_code_of(petition)
    assert by_tracking_code(code).petition == petition
    assert by_tracking_code(code[:-1] + ("0" if code[-1] != "0" else "1")) is None


@pytest.mark.rule("D18.4")
def test_a_matter_off_the_topic_is_received_and_marked():
    session = day.in_progress()
    petition = day.petition(session, off_topic=True)
    assert (petition.off_topic, petition.number) == (True, 1)
    assert Act.objects.get(verb="record_petition").changes == {"off_topic": True}


def test_the_trail_never_holds_what_was_said_or_who_said_it():
    session = day.in_progress()
    petition = day.petition(session, petitioner=Petitioner(**NAMED))
    petitions.correct(petition, day.raised(text="Văn bản đã sửa"), by=CLERK, at=SESSION_AT)
    told = " ".join(f"{act.title} {act.note} {act.changes}" for act in Act.objects.all())
    for secret in (*NAMED.values(), day.TEXT, "Văn bản đã sửa"):
        assert len(secret) < 3 or secret not in told


def test_nothing_is_recorded_before_the_session():
    session = day.scheduled()
    with pytest.raises(TransitionRefused, match="Không ghi kiến nghị"):
        day.petition(session)
    assert Petition.objects.count() == 0


def test_nothing_changes_once_the_conclusions_lie_before_the_presider():
    draft = day.submitted()
    petition = draft.session.petitions.get()
    with pytest.raises(TransitionRefused, match="đã trình người chủ trì"):
        petitions.correct(petition, day.raised(text="Khác"), by=CLERK, at=ENDED_AT)
    with pytest.raises(TransitionRefused, match="đã trình người chủ trì"):
        day.petition(draft.session)
    petition.voice.refresh_from_db()
    assert (petition.voice.text, draft.session.petitions.count()) == (day.TEXT, 1)


def test_two_who_correct_at_once_do_not_overwrite_each_other():
    petition = day.petition(day.in_progress())
    other = Petition.objects.get(pk=petition.pk)
    petitions.correct(petition, day.raised(summary="Thứ nhất"), by=CLERK, at=SESSION_AT)
    with pytest.raises(EditConflict):
        petitions.correct(other, day.raised(summary="Thứ hai"), by=CLERK, at=SESSION_AT)
    other.voice.refresh_from_db()
    assert other.voice.summary == "Thứ nhất"


def test_the_office_adds_a_wish_to_stay_unknown_and_never_takes_it_back():
    petition = day.petition(day.in_progress(), withhold_identity=True)
    petition = petitions.correct(petition, day.raised(withhold_identity=False), by=CLERK, at=SESSION_AT)
    assert petition.withhold_identity is True


@pytest.mark.rule("D9.2.c", "D13.2.c")
def test_what_was_only_written_is_listed_until_it_is_recorded():
    session = day.in_progress()
    slip = registration(session, state=RegistrationState.WRITTEN, text="Đề nghị lắp đèn hẻm 4.")
    assert [row.code for row in unheard_slips(session)] == [slip.code]
    day.petition(session, registration=slip)
    assert unheard_slips(session) == []


# -- the text for the agency


def test_the_proposed_text_leaves_out_who_raised_it():
    session = day.in_progress()
    text = "Tôi là MINH HOA Kim Anh, 0903 123 456, nhà 45/2 đường Mẫu: nắp cống hư."
    petition = day.petition(session, petitioner=Petitioner(**NAMED), text=text)
    assert petitions.proposed_agency_text(petition) == "Tôi là người kiến nghị, …, nhà …: nắp cống hư."


@pytest.mark.parametrize(
    ("part", "label"),
    [
        ("bà Minh Họa Kim Anh", "họ tên"),
        ("ba minh hoa kim anh", "họ tên"),
        ("gọi +84 903.123.456", "số điện thoại"),
        ("ANH@example.invalid", "thư điện tử"),
        ("nhà số 45/2 Đường Mẫu", "địa chỉ"),
    ],
)
def test_a_text_that_tells_who_raised_it_is_not_confirmed(part, label):
    petition = day.petition(day.in_progress(), petitioner=Petitioner(**NAMED))
    seat = day.office()
    with pytest.raises(RuleViolation, match=label):
        petitions.keep_agency_text(
            petition, text=f"Nắp cống hư, {part}", confirmed=True, seat=seat, at=SESSION_AT
        )
    petition.voice.refresh_from_db()
    assert petition.voice.agency_text_confirmed_at is None
    voice = petitions.keep_agency_text(petition, text="Nắp cống hư", confirmed=True, seat=seat, at=SESSION_AT)
    assert (voice.agency_text, voice.agency_text_confirmed_by) == ("Nắp cống hư", seat)


def test_an_empty_text_is_not_confirmed():
    petition = day.petition(day.in_progress())
    with pytest.raises(RuleViolation, match="Nhập nội dung chuyển cơ quan"):
        petitions.keep_agency_text(petition, text=" ", confirmed=True, seat=day.office(), at=SESSION_AT)


def test_a_quarter_may_stand_in_the_text_because_many_share_it():
    petition = day.petition(
        day.in_progress(), petitioner=Petitioner(full_name="Minh Họa An", address="Khu phố 3")
    )
    voice = petitions.keep_agency_text(
        petition, text="Rác ở khu phố 3", confirmed=True, seat=day.office(), at=SESSION_AT
    )
    assert voice.agency_text_confirmed_at == SESSION_AT


def test_a_changed_record_must_be_confirmed_again():
    session = day.held()
    petition = day.petition(session)
    day.draft(session, day.line(petition))
    petition.refresh_from_db()
    assert petition.voice.agency_text_confirmed_at is not None
    petitions.correct(petition, day.raised(text="Nắp cống hẻm 14"), by=CLERK, at=ENDED_AT)
    petition.voice.refresh_from_db()
    assert petition.voice.agency_text_confirmed_at is None
    draft = session.conclusion_drafts.get()
    assert "Kiến nghị số 01 chưa xác nhận nội dung chuyển cơ quan." in conclusions.missing_before_submission(
        draft
    )


# -- pages


@pytest.fixture
def desk(frozen, client_for):
    frozen(SESSION_AT.date(), "14:30")
    return client_for(day.minute_taker())


def at(name, session, *more):
    return reverse(f"sessions_app:{name}", args=(session.code, *more))


def fill(page, **changed):
    """What a browser would send of the page's form, with some answers changed."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    return sent | changed


def test_a_petition_of_a_registered_speaker_starts_from_the_slip(desk):
    session = day.in_progress()
    slip = day.speaker(session, text="Xe gom rác vào hẻm lúc tan tầm.", contact=NAMED)
    turn = day.walk_in(session)
    turn.registration = slip
    turn.text = ""
    turn.save()
    page = desk.get(at("petition_new", session, turn.code))
    assert page.context["form"]["text"].value() == "Xe gom rác vào hẻm lúc tan tầm."
    assert "full_name" not in page.context["form"].fields
    done = desk.post(at("petition_new", session, turn.code), fill(page))
    petition = session.petitions.get()
    assert (done.url, petition.registration, petition.turn) == (at("turn", session, turn.code), slip, turn)
    for poison in ("0903123456", "anh@example.invalid", "45/2"):
        assert poison not in page.content.decode()


def test_a_spontaneous_petition_leads_to_its_code_for_the_person(desk):
    session = day.in_progress()
    turn = day.walk_in(session, "Ông Minh Họa Tư")
    page = desk.get(at("petition_new", session, turn.code))
    sent = fill(
        page, summary="Đèn hẻm 4", text="Lắp đèn hẻm 4", field="moi-truong-ngap-nuoc", phone="+84 903 123 456"
    )
    receipt = desk.post(at("petition_new", session, turn.code), sent, follow=True)
    petition = session.petitions.get()
    assert receipt.redirect_chain == [(at("petition_receipt", session, petition.code), 302)]
    assert petition.contact.phone == "0903123456"
    assert tracking_code_of(petition) in receipt.content.decode()
    assert "0903" not in receipt.content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"summary": ""}, "summary"),
        ({"summary": "x" * 201}, "summary"),
        ({"field": "khong-co"}, "field"),
        ({"phone": "0903"}, "phone"),
        ({"email": "khong-phai-thu"}, "email"),
        ({"may_be_named": "on", "full_name": ""}, "full_name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(desk, changed, field):
    session = day.in_progress()
    turn = day.walk_in(session)
    page = desk.get(at("petition_new", session, turn.code))
    sent = (
        fill(page, summary="Đèn hẻm 4", text="Một nội dung dài đã gõ", field="moi-truong-ngap-nuoc") | changed
    )
    refused = desk.post(at("petition_new", session, turn.code), sent)
    assert list(refused.context["form"].errors) == [field]
    assert "Một nội dung dài đã gõ" in refused.content.decode()
    assert session.petitions.count() == 0


def test_decomposed_text_is_kept_composed(desk):
    session = day.in_progress()
    turn = day.walk_in(session)
    page = desk.get(at("petition_new", session, turn.code))
    decomposed = "Ngập nước"
    sent = fill(page, summary=decomposed, text=decomposed, field="moi-truong-ngap-nuoc")
    desk.post(at("petition_new", session, turn.code), sent)
    assert session.petitions.get().voice.text == "Ngập nước"


def test_a_matter_about_conduct_withholds_the_identity_by_default(desk):
    session = day.in_progress()
    turn = day.walk_in(session)
    conduct = day.conduct_field()
    page = desk.get(at("petition_new", session, turn.code))
    desk.post(
        at("petition_new", session, turn.code),
        fill(page, summary="Thái độ", text="Thái độ", field=conduct.key),
    )
    assert session.petitions.get().withhold_identity is True


def test_a_petition_is_corrected_and_a_conflict_shows_both(desk):
    session = day.in_progress()
    petition = day.petition(session, turn=day.walk_in(session))
    page = desk.get(at("petition_edit", session, petition.code))
    petitions.correct(petition, day.raised(text="Bản của người khác"), by=CLERK, at=SESSION_AT)
    both = desk.post(at("petition_edit", session, petition.code), fill(page, text="Bản của tôi"))
    text = both.content.decode()
    assert ("Bản của người khác" in text, "Bản của tôi" in text) == (True, True)
    desk.post(at("petition_edit", session, petition.code), fill(both, text="Gộp hai bản"))
    petition.voice.refresh_from_db()
    assert petition.voice.text == "Gộp hai bản"


def test_only_the_own_office_records(login, frozen, client_for):
    frozen(SESSION_AT.date(), "14:30")
    session = day.in_progress(attending_bodies=[day.agency()])
    turn = day.walk_in(session)
    address = at("petition_new", session, turn.code)
    assert client_for(day.leader()).get(address).status_code == 403
    assert login(Role.AGENCY).get(address).status_code == 403
    assert login(Role.OFFICE).get(address).status_code == 200
