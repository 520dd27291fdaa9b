"""Registering on a telephone: three pages, no account, no script; one registration per invitation."""

import io
import unicodedata

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from audit.models import Act
from documents.models import StoredFile
from organizations.models import Field
from outbox.models import Message
from regulation.clock import now
from sessions_app import slip_texts
from sessions_app.actions import tracking_codes
from sessions_app.enums import InvitationResponse, RegistrationSource, RegistrationState, SessionState
from sessions_app.models import (
    DialogueSession,
    Invitation,
    RegistrationContact,
    RegistrationVoice,
    SpeakingRegistration,
)
from tests.factories import organizations
from tests.factories.registrations import AnnouncedSessionFactory, invite, registration, token_of
from tests.support.moments import ORDINARY_MONDAY
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db

WHO, WHAT, CHECK = "/thu-moi/dang-ky/", "/thu-moi/dang-ky/noi-dung/", "/thu-moi/dang-ky/kiem-tra/"
RECEIPT = "/thu-moi/da-nhan/"
PERSON = {"full_name": "Minh Họa Nguyễn", "salutation": "Bà", "email": "minhhoa@example.vn"}
MATTER = {"field": "moi-truong-ngap-nuoc", "text": "Xe gom rác vào hẻm 18 lúc 17 giờ.", "manner": "truc-tiep"}
AGREED = {"acknowledged": "on", "processing": "on"}


@pytest.fixture
def invitation(frozen) -> Invitation:
    frozen(ORDINARY_MONDAY)
    return invite(AnnouncedSessionFactory(), email="khach@example.vn")


@pytest.fixture
def phone(invitation) -> Client:
    """A telephone that opened the link of the invitation."""
    return _arrived(invitation)


def _arrived(invitation: Invitation, **defaults) -> Client:
    client = Client(**defaults)
    client.get(reverse("sessions_app:invitation_enter", args=(token_of(invitation),)))
    return client


def _key(client: Client, address: str) -> str:
    return client.get(address).context["form"]["idempotency_key"].value()


def _post(client: Client, page: str, **data):
    form = client.get(page).context["form"]
    version = form.initial.get("version")
    guards = {"idempotency_key": form["idempotency_key"].value()} | ({"version": version} if version else {})
    return client.post(page, guards | data)


def _filled(client: Client, **matter) -> Client:
    assert _post(client, WHO, **PERSON)["Location"] == WHAT
    assert _post(client, WHAT, **(MATTER | matter))["Location"] == CHECK
    return client


def _errors(response) -> dict:
    assert response.status_code == 200
    return dict(response.context["form"].errors)


# -- the way through


@pytest.mark.rule("D9.1.b-2.s2", "D13.1.b-2.s2", "D19.1")
@pytest.mark.parametrize("post", [organizations.secretary_post, organizations.committee_post])
def test_a_person_registers_in_three_pages_and_gets_a_code(frozen, post):
    frozen(ORDINARY_MONDAY)
    invitation = invite(AnnouncedSessionFactory(post=post()))
    phone = _arrived(invitation)
    assert _post(_filled(phone), CHECK, **AGREED, may_be_named="on")["Location"] == RECEIPT
    row = SpeakingRegistration.objects.get()
    assert (row.invitation, row.state, row.source) == (
        invitation, RegistrationState.SUBMITTED, RegistrationSource.WEB,
    )  # fmt: skip
    assert (row.received_number, row.submitted_at) == (1, now())
    assert (row.contact.full_name, row.contact.email, row.contact.may_be_named) == (
        "Minh Họa Nguyễn", "minhhoa@example.vn", True,
    )  # fmt: skip
    voice = row.voices.get()
    assert (voice.revision, voice.field.key, voice.text) == (1, MATTER["field"], MATTER["text"])
    invitation.refresh_from_db()
    assert invitation.response == InvitationResponse.ATTENDING
    page = phone.get(RECEIPT).content.decode()
    assert tracking_codes.code_of(row.tracking) in page
    assert tracking_codes.look_up(tracking_codes.code_of(row.tracking), network="x", at=now()) == row.tracking


@pytest.mark.rule("D19.2")
def test_nobody_sends_without_having_acknowledged_the_responsibilities(phone):
    _filled(phone)
    page = phone.get(CHECK).content.decode()
    for line in slip_texts.RESPONSIBILITIES:
        assert line in page
    assert "checked" not in page
    errors = _errors(_post(phone, CHECK))
    assert set(errors) == {"acknowledged", "processing"}
    assert not SpeakingRegistration.objects.exists()
    _post(phone, CHECK, **AGREED)
    row = SpeakingRegistration.objects.get()
    assert (row.acknowledged_at, row.consented_at) == (now(), now())
    assert row.consent_text == slip_texts.PROCESSING.version
    assert not row.contact.may_be_named


def test_what_the_office_knows_is_not_asked_again_and_shown_masked(phone):
    page = phone.get(WHO).content.decode()
    assert "0903 *** 456" in page
    assert "0903123456" not in page
    assert "khach@example.vn" not in page
    _post(phone, WHO, full_name="Minh Họa Nguyễn")
    _post(phone, WHAT, **MATTER)
    _post(phone, CHECK, **AGREED)
    contact = RegistrationContact.objects.get()
    assert (contact.phone, contact.email) == ("0903123456", "khach@example.vn")


def test_a_draft_survives_reloading_and_going_back(phone):
    _filled(phone)
    assert MATTER["text"] in phone.get(WHAT).content.decode()
    assert "Minh Họa Nguyễn" in phone.get(WHO).content.decode()
    assert not SpeakingRegistration.objects.exists()
    rows = {row["label"]: row["value"] for row in phone.get(CHECK).context["rows"]}
    assert (rows["Nội dung"], rows["Thư điện tử"]) == (MATTER["text"], "m***@example.vn")


def test_a_lost_draft_leads_back_to_the_first_page(phone):
    _filled(phone)
    cache.clear()
    assert phone.get(CHECK)["Location"] == WHO
    assert phone.get(WHAT)["Location"] == WHO


def test_the_receipt_shows_dated_next_steps(phone):
    _post(_filled(phone), CHECK, **AGREED)
    steps = [(step.kind, step.title, step.text) for step in phone.get(RECEIPT).context["steps"]]
    assert steps == [
        ("done", "Đã gửi đăng ký", "Thứ Hai, ngày 09/03/2026"),
        ("todo", "Báo thứ tự phát biểu", "Trước Thứ Tư, ngày 18/03/2026"),
        ("todo", "Buổi đối thoại", "Thứ Năm, ngày 19/03/2026, 14 giờ 00"),
        ("expected", "Thông báo kết luận, giao cơ quan giải quyết", "Chậm nhất Thứ Năm, ngày 02/04/2026"),
        (
            "expected",
            "Ông/bà nhận văn bản trả lời",
            "Chậm nhất 20 ngày làm việc sau thông báo kết luận, dự kiến Thứ Ba, ngày 05/05/2026",
        ),
    ]  # fmt: skip


def test_a_confirmation_is_posted_once_to_the_address_given(phone, invitation):
    _post(_filled(phone), CHECK, **AGREED)
    message = Message.objects.get()
    assert (message.kind, message.sender) == ("sessions_app.receipt", invitation.guest.office)
    assert message.recipient_label == "Người đăng ký số 01"
    assert message.params == {"registration": SpeakingRegistration.objects.get().pk}


def test_conduct_of_officials_withholds_the_identity_by_default_and_the_person_may_open_it(phone):
    Field.objects.filter(key="moi-truong-ngap-nuoc").update(concerns_conduct=True)
    _filled(phone)
    assert phone.get(CHECK).context["identity_note"] is True
    _post(phone, WHAT, **MATTER)  # sees the box ticked, clears it
    _post(phone, CHECK, **AGREED)
    assert not SpeakingRegistration.objects.get().withhold_identity


# -- once


@pytest.mark.rule("D19.1")
def test_a_second_click_finds_the_same_receipt(phone):
    _filled(phone)
    data = AGREED | {"idempotency_key": _key(phone, CHECK)}
    first, second = phone.post(CHECK, data), phone.post(CHECK, data)
    assert (first["Location"], second["Location"]) == (RECEIPT, RECEIPT)
    assert SpeakingRegistration.objects.count() == 1
    assert Message.objects.count() == 1
    assert Act.objects.filter(verb="receive_registration").count() == 1


def test_the_answer_to_a_second_click_still_opens_the_receipt(phone):
    """The browser dropped the answer to the first click together with its cookie."""
    _filled(phone)
    before = dict(phone.cookies)
    data = AGREED | {"idempotency_key": _key(phone, CHECK)}
    phone.post(CHECK, data)
    phone.cookies.clear()
    phone.cookies.update(before)
    assert phone.post(CHECK, data)["Location"] == RECEIPT
    assert (
        tracking_codes.code_of(SpeakingRegistration.objects.get().tracking)
        in phone.get(RECEIPT).content.decode()
    )


def test_another_device_with_the_same_letter_adds_nothing_and_reads_nothing(phone, invitation):
    other = _filled(_arrived(invitation), text="Nội dung từ máy khác.")
    _post(_filled(phone), CHECK, **AGREED)
    assert other.post(CHECK, AGREED | {"idempotency_key": "may-khac"})["Location"] == RECEIPT
    row = SpeakingRegistration.objects.get()
    assert row.voices.get().text == MATTER["text"]
    page = other.get(RECEIPT).content.decode()
    for secret in (
        MATTER["text"],
        "Minh Họa Nguyễn",
        tracking_codes.code_of(row.tracking),
        "m***@example.vn",
    ):
        assert secret not in page
    assert other.get(WHO)["Location"] == RECEIPT
    assert other.get("/thu-moi/rut-dang-ky/")["Location"] == RECEIPT


def test_the_code_of_the_receipt_opens_it_on_another_device(phone, invitation):
    _post(_filled(phone), CHECK, **AGREED)
    code = tracking_codes.code_of(SpeakingRegistration.objects.get().tracking)
    other = _arrived(invitation)
    wrong = other.post("/thu-moi/da-nhan/mo/", {"tracking_code": "ABCDE-12345-FGH67", "idempotency_key": "k"})
    assert "tracking_code" in _errors(wrong)
    right = {"tracking_code": f" {code.lower()} ", "idempotency_key": "k"}
    assert other.post("/thu-moi/da-nhan/mo/", right)["Location"] == RECEIPT
    assert code in other.get(RECEIPT).content.decode()


def test_the_code_of_somebody_else_opens_nothing_here(phone, invitation):
    _post(_filled(phone), CHECK, **AGREED)
    foreign = tracking_codes.code_of(registration(invitation.guest.session).tracking)
    other = _arrived(invitation)
    response = other.post("/thu-moi/da-nhan/mo/", {"tracking_code": foreign, "idempotency_key": "k"})
    assert "tracking_code" in _errors(response)


@pytest.mark.django_db(transaction=True)
def test_eight_devices_sending_at_once_make_one_registration(frozen):
    frozen(ORDINARY_MONDAY)
    invitation = invite(AnnouncedSessionFactory())
    devices = [_filled(_arrived(invitation), text=f"Từ máy {number}.") for number in range(8)]
    keys = [_key(device, CHECK) for device in devices]
    outcomes = at_once(8, lambda n: devices[n].post(CHECK, AGREED | {"idempotency_key": keys[n]})["Location"])
    assert outcomes == [RECEIPT] * 8
    row = SpeakingRegistration.objects.get()
    assert row.voices.count() == 1
    assert Act.objects.filter(verb="receive_registration").count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_people_sending_at_once_get_eight_numbers(frozen):
    frozen(ORDINARY_MONDAY)
    session = AnnouncedSessionFactory()
    devices = [_filled(_arrived(invite(session))) for _ in range(8)]
    keys = [_key(device, CHECK) for device in devices]
    at_once(8, lambda n: devices[n].post(CHECK, AGREED | {"idempotency_key": keys[n]}))
    numbers = SpeakingRegistration.objects.order_by("received_number").values_list(
        "received_number", flat=True
    )
    assert list(numbers) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_whoever_sends_an_opinion_in_writing_has_not_said_that_he_comes(phone, invitation):
    _post(_filled(phone, manner="van-ban"), CHECK, **AGREED)
    invitation.refresh_from_db()
    assert invitation.response == InvitationResponse.NONE
    assert not SpeakingRegistration.objects.get().speaks_in_person


# -- changing and withdrawing


def test_each_change_is_a_further_version_until_registration_closes(phone, invitation, frozen):
    _post(_filled(phone), CHECK, **AGREED)
    assert MATTER["text"] in phone.get(WHAT).content.decode()
    _post(phone, WHAT, **(MATTER | {"text": "Đề nghị đổi sang sau 20 giờ."}))
    assert _post(phone, CHECK, **AGREED)["Location"] == RECEIPT
    row = SpeakingRegistration.objects.get()
    assert list(row.voices.values_list("revision", "text")) == [
        (1, MATTER["text"]), (2, "Đề nghị đổi sang sau 20 giờ."),
    ]  # fmt: skip
    assert Act.objects.get(verb="revise_registration").changes["revision"] == [1, 2]
    frozen(invitation.guest.session.registration_closes_at.date(), "17:00")
    assert phone.get(WHAT)["Location"] == RECEIPT
    assert "Đã hết thời gian đăng ký" in phone.get(RECEIPT).content.decode()


def test_the_trail_of_a_change_holds_no_word_of_it(phone):
    _post(_filled(phone), CHECK, **AGREED)
    for act in Act.objects.all():
        told = f"{act.title} {act.note} {act.changes} {act.actor_label} {act.link}"
        for secret in (MATTER["text"], "Minh Họa", "minhhoa@example.vn", "0903123456"):
            assert secret not in told


def test_a_change_of_an_older_version_is_refused_and_kept_in_the_form(phone):
    _post(_filled(phone), CHECK, **AGREED)
    _post(phone, WHAT, **(MATTER | {"text": "Bản sửa."}))
    data = AGREED | {"idempotency_key": _key(phone, CHECK), "version": 1}
    SpeakingRegistration.objects.update(version=5)
    assert "__all__" in _errors(phone.post(CHECK, data))
    assert RegistrationVoice.objects.count() == 1


def test_an_answer_to_the_office_puts_the_registration_back_in_line(phone):
    _post(_filled(phone), CHECK, **AGREED)
    SpeakingRegistration.objects.update(state=RegistrationState.NEEDS_INFO)
    _post(phone, WHAT, **(MATTER | {"text": "Hẻm 18 đường Lê Lai."}))
    _post(phone, CHECK, **AGREED)
    assert SpeakingRegistration.objects.get().state == RegistrationState.SUBMITTED


def test_a_person_withdraws_and_may_register_again(phone):
    _post(_filled(phone), CHECK, **AGREED)
    assert _post(phone, "/thu-moi/rut-dang-ky/")["Location"] == "/thu-moi/"
    assert SpeakingRegistration.objects.get().state == RegistrationState.WITHDRAWN
    assert phone.get(RECEIPT)["Location"] == "/thu-moi/"
    _post(_filled(phone), CHECK, **AGREED)
    assert SpeakingRegistration.objects.count() == 2


# -- closing time


def test_registration_is_open_until_the_minute_it_closes(phone, invitation, frozen):
    closes = invitation.guest.session.registration_closes_at
    frozen(closes.date(), "16:59")
    _filled(phone)
    key = _key(phone, CHECK)
    frozen(closes.date(), "17:00")
    assert phone.get(WHO)["Location"] == "/thu-moi/"
    assert phone.post(CHECK, AGREED | {"idempotency_key": key})["Location"] == "/thu-moi/"
    assert not SpeakingRegistration.objects.exists()
    page = phone.get("/thu-moi/").content.decode()
    assert "Đã hết thời gian đăng ký (Thứ Ba, ngày 17/03/2026, 17 giờ 00)." in page


@pytest.mark.parametrize("state", [SessionState.POSTPONED, SessionState.CANCELLED, SessionState.HELD])
def test_a_session_that_is_not_to_come_takes_no_registration(phone, invitation, state):
    DialogueSession.objects.update(
        state=state, postponed_at=now(), cancelled_at=now(), ended_at=now(), registration_closes_at=None
    )
    assert phone.get("/thu-moi/").status_code == 200
    assert phone.get(WHO)["Location"] == "/thu-moi/"


# -- answering the invitation


def test_coming_without_speaking_is_one_button(phone, invitation):
    data = {"response": "attending", "idempotency_key": phone.get("/thu-moi/").context["idempotency_key"]}
    assert phone.post("/thu-moi/phan-hoi/", data)["Location"] == "/thu-moi/"
    invitation.refresh_from_db()
    assert (invitation.response, invitation.responded_at) == (InvitationResponse.ATTENDING, now())
    act = Act.objects.get(verb="respond_invitation")
    assert (act.link, act.actor_kind) == (f"invitation:{invitation.code}", "link")
    assert "đã báo sẽ dự" in phone.get("/thu-moi/").content.decode()


def test_not_coming_may_say_why_and_may_still_send_an_opinion(phone, invitation):
    page = phone.get("/thu-moi/khong-du/").content.decode()
    assert "Gửi ý kiến" in page
    _post_decline = {"response": "declined", "reason": "Đi công tác", "idempotency_key": "k"}
    phone.post("/thu-moi/phan-hoi/", _post_decline)
    invitation.refresh_from_db()
    assert (invitation.response, invitation.response_reason) == (InvitationResponse.DECLINED, "Đi công tác")


def test_after_the_session_began_nobody_answers_by_link(phone, invitation, frozen):
    frozen(invitation.guest.session.starts_at.date(), "14:00")
    phone.post("/thu-moi/phan-hoi/", {"response": "attending", "idempotency_key": "k"})
    invitation.refresh_from_db()
    assert invitation.response == InvitationResponse.NONE


def test_addresses_that_take_forms_lead_on_when_they_are_opened_again(phone):
    assert phone.get("/thu-moi/phan-hoi/")["Location"] == "/thu-moi/"
    assert phone.get("/thu-moi/da-nhan/mo/")["Location"] == RECEIPT


# -- what may be typed


def test_decomposed_text_is_kept_composed_and_counted_as_people_count(phone):
    text = ("Ngõ hẻm bị ngập nước. " * 50)[:1000].strip()
    decomposed = unicodedata.normalize("NFD", text)
    assert len(decomposed) > 1000
    _filled(phone, text=decomposed)
    _post(phone, CHECK, **AGREED)
    assert RegistrationVoice.objects.get().text == text


@pytest.mark.parametrize("length", [1000, 1001])
def test_a_text_has_at_most_a_thousand_characters(phone, length):
    _post(phone, WHO, **PERSON)
    response = _post(phone, WHAT, **(MATTER | {"text": "ư" * length}))
    if length == 1000:
        assert response["Location"] == CHECK
    else:
        assert _errors(response) == {"text": ["Nội dung dài 1001 ký tự, tối đa 1.000. Ông/bà rút gọn giúp."]}
        assert "ư" * length in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("full_name", "", "Nhập họ và tên của ông/bà."),
        ("phone", "12345", "Thiếu 4 chữ số, ví dụ 0903 123 456."),
        ("phone", "không có", "Nhập số điện thoại chỉ gồm chữ số, ví dụ 0903 123 456."),
        ("email", "sai", "Nhập địa chỉ thư điện tử, ví dụ ten@example.vn."),
    ],
)
def test_a_wrong_entry_is_answered_at_its_field_and_the_rest_stays(phone, field, value, sentence):
    response = _post(phone, WHO, **(PERSON | {"address": "Khu phố 3", field: value}))
    assert _errors(response) == {field: [sentence]}
    assert 'value="Khu phố 3"' in response.content.decode()
    assert not SpeakingRegistration.objects.exists()


def test_somebody_without_any_way_to_be_reached_is_asked_for_one(frozen):
    frozen(ORDINARY_MONDAY)
    client = _arrived(invite(AnnouncedSessionFactory(), phone=""))
    assert "phone" in _errors(_post(client, WHO, full_name="Minh Họa Nguyễn"))


@pytest.mark.parametrize(
    "typed", ["0903 123 456", "+84903123456", "84 903 123 456", "903123456", "0903.123.456"]
)
def test_a_telephone_number_is_understood_however_it_is_typed(phone, typed):
    _post(phone, WHO, full_name="Minh Họa Nguyễn", phone=typed)
    _post(phone, WHAT, **MATTER)
    _post(phone, CHECK, **AGREED)
    assert RegistrationContact.objects.get().phone == "0903123456"


def test_a_field_that_was_not_offered_is_refused(phone):
    _post(phone, WHO, **PERSON)
    assert "field" in _errors(_post(phone, WHAT, **(MATTER | {"field": "khong-co"})))


def test_a_thematic_session_offers_its_fields_and_another(phone, invitation):
    invitation.guest.session.fields.add(organizations.field("giao-duc"))
    _post(phone, WHO, **PERSON)
    choices = phone.get(WHAT).context["form"].fields["field"].choices
    assert [key for key, _ in choices] == ["giao-duc", "khac"]


def test_a_nul_character_is_refused_and_nothing_is_kept(phone):
    response = phone.post(WHO, PERSON | {"full_name": "A\x00B", "idempotency_key": "k"})
    assert response.status_code == 400
    assert not SpeakingRegistration.objects.exists()


def test_a_form_without_its_key_is_shown_again_with_a_fresh_one(phone):
    response = phone.post(WHO, PERSON)
    assert "__all__" in _errors(response)
    assert response.context["form"]["idempotency_key"].value()


# -- files


def _picture() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(content, "JPEG")
    return SimpleUploadedFile("hẻm 18.jpg", content.getvalue(), "image/jpeg")


def test_a_picture_travels_with_the_draft_and_is_kept_when_sent(phone, invitation):
    _post(phone, WHO, **PERSON)
    phone.post(WHAT, MATTER | {"idempotency_key": "k", "file": _picture()})
    assert not StoredFile.objects.exists()
    assert "hẻm 18.jpg" in phone.get(CHECK).content.decode()
    _post(phone, CHECK, **AGREED)
    stored = RegistrationVoice.objects.get().file
    assert (stored.original_name, stored.owner) == ("hẻm 18.jpg", invitation.guest.office)
    _post(phone, WHAT, **(MATTER | {"text": "Sửa chữ, giữ ảnh."}))
    _post(phone, CHECK, **AGREED)
    assert RegistrationVoice.objects.get(revision=2).file == stored
    _post(phone, WHAT, **MATTER, remove_file="on")
    _post(phone, CHECK, **AGREED)
    assert RegistrationVoice.objects.get(revision=3).file is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.jpg", b"khong phai anh"),
        ("macro.exe", b"MZ" + b"0" * 100),
        ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("trong.pdf", b""),
        ("to.pdf", b"%PDF-1.7" + b"0" * (10 * 1024 * 1024)),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_and_the_words_stay(phone, name, content):
    _post(phone, WHO, **PERSON)
    upload = SimpleUploadedFile(name, content, "application/octet-stream")
    response = phone.post(WHAT, MATTER | {"idempotency_key": "k", "file": upload})
    assert set(_errors(response)) == {"file"}
    assert MATTER["text"] in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_file_that_the_cache_lost_is_asked_for_again(phone, invitation, monkeypatch):
    _post(phone, WHO, **PERSON)
    phone.post(WHAT, MATTER | {"idempotency_key": "k", "file": _picture()})
    key = _key(phone, CHECK)
    keep = cache.get
    monkeypatch.setattr(
        cache, "get", lambda name, *rest: None if name.startswith("draft:file:") else keep(name, *rest)
    )
    assert phone.post(CHECK, AGREED | {"idempotency_key": key})["Location"] == WHAT
    assert not SpeakingRegistration.objects.exists()


# -- limits


def test_twenty_sendings_an_hour_from_one_link_and_not_one_more(phone):
    _filled(phone)
    for _ in range(19):
        _post(phone, CHECK, **AGREED)
        _post(phone, WHAT, **MATTER)
    _post(phone, CHECK, **AGREED)
    _post(phone, WHAT, **MATTER)
    assert RegistrationVoice.objects.count() == 20
    assert "__all__" in _errors(_post(phone, CHECK, **AGREED))
    assert RegistrationVoice.objects.count() == 20


def test_a_network_that_sends_faster_than_anybody_reads_is_stopped_sooner(frozen):
    """Ten per sending under three seconds: thirty fit into an hour's 300, the next network is not touched."""
    frozen(ORDINARY_MONDAY)
    session = AnnouncedSessionFactory()
    for _ in range(30):
        client = _filled(_arrived(invite(session), REMOTE_ADDR="10.0.0.7"))
        assert _post(client, CHECK, **AGREED).status_code == 302
    client = _filled(_arrived(invite(session), REMOTE_ADDR="10.0.0.8"))
    assert "__all__" in _errors(_post(client, CHECK, **AGREED))
    client = _filled(_arrived(invite(session), REMOTE_ADDR="10.0.1.8"))
    assert _post(client, CHECK, **AGREED).status_code == 302


def test_a_header_that_a_sender_writes_does_not_change_where_he_comes_from(frozen):
    frozen(ORDINARY_MONDAY)
    session = AnnouncedSessionFactory()
    for number in range(30):
        client = _filled(_arrived(invite(session), REMOTE_ADDR="10.0.0.7"))
        client.post(
            CHECK, AGREED | {"idempotency_key": f"k{number}"}, headers={"X-Forwarded-For": f"8.8.8.{number}"}
        )
    assert SpeakingRegistration.objects.count() == 30
    client = _filled(_arrived(invite(session), REMOTE_ADDR="10.0.0.7"))
    response = client.post(CHECK, AGREED | {"idempotency_key": "k"}, headers={"X-Forwarded-For": "9.9.9.9"})
    assert "__all__" in _errors(response)


# -- nothing private where it does not belong


def test_the_receipt_shows_nothing_private_beyond_the_masked_contact(phone):
    """Poisoned values: each private entry is a word that would be found."""
    _post(
        phone, WHO, full_name="POISONNAME Minh Họa", phone="0987654321", email="poisonmail@example.vn",
        address="POISONADDRESS", on_behalf_of="POISONGROUP",
    )  # fmt: skip
    _post(phone, WHAT, **(MATTER | {"text": "POISONVOICE"}))
    _post(phone, CHECK, **AGREED)
    for address in (RECEIPT, "/thu-moi/", "/thu-moi/lich.ics"):
        body = phone.get(address).content.decode()
        for poison in (
            "POISONNAME",
            "0987654321",
            "987 654 321",
            "poisonmail",
            "POISONADDRESS",
            "POISONGROUP",
            "POISONVOICE",
        ):
            assert poison not in body
    assert "p***@example.vn" in phone.get(RECEIPT).content.decode()


def test_titles_of_pages_name_nobody(phone):
    for address in ("/thu-moi/", WHO):
        title = phone.get(address).content.decode().split("<title>")[1].split("</title>")[0]
        assert "Minh Họa" not in title


@pytest.mark.rule("D2.2")
def test_everybody_finds_where_complaints_and_denunciations_belong(client):
    page = client.get("/noi-tiep-nhan-khieu-nai-to-cao/").content.decode()
    assert "Luật Khiếu nại" in page
    assert "Luật Tố cáo" in page
    assert "Điều 2 khoản 2" in page
