"""How an office prepares a dialogue, told through its pages: the shortest way to understand what the portal does.

Monday 9/3/2026, phường Bến Thành. The session is on Thursday of next week, so letters leave by Wednesday.
"""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from audit.models import Act
from duties.models import Duty
from outbox.models import Message
from outbox.relay import relay_once
from sessions_app.models import DialogueSession, Dispatch, Guest
from tests.factories.organizations import TenureFactory, party_office, secretary_post, unit
from tests.sessions_app.sheets import upload, workbook
from tests.support.moments import ORDINARY_MONDAY, at


@pytest.fixture
def office(login, frozen) -> Client:
    """Somebody of the office of the Party committee, on Monday morning. The secretary's post is held."""
    frozen(ORDINARY_MONDAY, "08:00")
    TenureFactory(post=secretary_post())
    return login(Role.OFFICE, unit=party_office())


def fill_in(client: Client, address: str, **typed: Any) -> HttpResponse:
    """Open a page, change some fields of its form, send it, arrive where it leads."""
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    filled = {name: value for name, value in shown.items() if value is not None}
    return client.post(address, filled | typed, follow=True)


def schedule(office: Client, **changed: Any) -> HttpResponse:
    plan = {
        "title": "Đối thoại với Nhân dân về chỉnh trang hẻm",
        "content": "Chỉnh trang hẻm; an ninh trật tự khu dân cư",
        "audience": "Đại diện hộ dân khu phố 3",
        "held_on": "19/03/2026",
        "begins": "14 giờ",
        "place": "Hội trường phường",
        "bodies": [unit("cong-an-phuong-ben-thanh").code],
    }
    return fill_in(office, reverse("sessions_app:session_new"), **plan | changed)


def invite(office: Client, session: DialogueSession) -> HttpResponse:
    address = reverse("sessions_app:invitations", args=[session.code])
    return fill_in(office, address, name_0="Minh Họa Chánh Văn Phòng")


def import_guests(office: Client, session: DialogueSession, *rows: tuple) -> HttpResponse:
    """Upload a list and take its valid rows."""
    sheet = upload(workbook(rows))
    checked = fill_in(office, reverse("sessions_app:guest_import", args=[session.code]), sheet=sheet)
    return fill_in(office, checked.request["PATH_INFO"])


def page_of(client: Client, name: str, session: DialogueSession) -> str:
    return client.get(reverse(f"sessions_app:{name}", args=[session.code])).content.decode()


@pytest.mark.django_db
@pytest.mark.rule("D9.1.b-2.s1")
def test_from_an_empty_desk_to_letters_on_their_way(office):
    desk = office.get("/viec-cua-toi/").content.decode()
    assert "Không có việc nào cần làm" in desk

    # The plan is refused until it can be kept, with what was typed still there ...
    refused = schedule(office, held_on="10/03/2026")
    assert refused.context["form"].errors["short_notice_reason"] == [
        "Không còn ngày nào gửi thư mời đúng hạn cho ngày này. Chọn ngày khác, hoặc ghi lý do phải tổ chức gấp."
    ]
    assert refused.context["form"]["place"].value() == "Hội trường phường"
    assert not DialogueSession.objects.exists()

    # ... and opens the clocks at once when it can: letters by Wednesday, conclusions ten working days after.
    schedule(office)
    session = DialogueSession.objects.get()
    clocks = Duty.objects.order_by("due_on").values_list("rule", "due_on")
    assert [(rule, f"{due_on:%d/%m/%Y}") for rule, due_on in clocks] == [
        ("D9.1.b-2.s1", "11/03/2026"),
        ("D9.3.a", "02/04/2026"),
    ]
    assert "Thứ Tư" in office.get("/viec-cua-toi/").content.decode()

    # The list of guests comes as offices keep it; broken rows stay outside until they are mended.
    import_guests(
        office, session,
        (1, "Minh Họa Thị An", "Khu phố 3", "0901234567", "an@minhhoa.example"),
        (2, "Minh Họa Văn Bình", "Khu phố 3", "0901234568", ""),
        (3, "", "Khu phố 3", "", ""),
    )  # fmt: skip
    assert list(Guest.objects.order_by("name_sort").values_list("full_name", flat=True)) == [
        "Minh Họa Thị An",
        "Minh Họa Văn Bình",
    ]
    assert "0901234567" not in page_of(office, "guests", session)

    # One press gives the letters their number; e-mails leave through the outbox, the rest on paper.
    assert "Đã phát hành Giấy mời số 01-GM/ĐU." in invite(office, session).content.decode()
    session.refresh_from_db()
    assert session.state == "announced"
    assert (
        relay_once(at=at(ORDINARY_MONDAY, "08:05")).sent == Message.objects.filter(state="sent").count() == 1
    )
    left = Dispatch.objects.order_by("pk").values_list("channel", "left_on")
    assert list(left) == [("email", ORDINARY_MONDAY), ("print", None)]

    # The duty is met when the last letter has left, and the log of the session tells who did what.
    hand_over = reverse("sessions_app:hand_over", args=[session.code])
    waiting = Dispatch.objects.get(channel="print").invitation
    register = office.get(reverse("sessions_app:dispatches", args=[session.code])).context["form"]
    office.post(
        hand_over,
        {
            "thu-moi": waiting.code,
            "handed_on": "09/03/2026",
            "handed_by": "Cán bộ khu phố 3",
            "idempotency_key": register["idempotency_key"].value(),
        },
    )
    assert Duty.objects.get(rule="D9.1.b-2.s1").met_on == ORDINARY_MONDAY
    told = Act.objects.filter(context_key=f"sessions_app.dialoguesession:{session.pk}").order_by("pk")
    assert list(told.values_list("verb", flat=True)) == [
        "schedule", "duty.open", "duty.open", "import_guests", "announce", "take_number", "complete",
        "hand_over", "duty.meet",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_form_sent_twice_is_taken_once(office):
    schedule(office)
    session = DialogueSession.objects.get()
    import_guests(office, session, (1, "Minh Họa Thị An", "Khu phố 3", "0901234567", ""))
    address = reverse("sessions_app:invitations", args=[session.code])
    form = office.get(address).context["form"]
    filled = {name: form[name].value() for name in form.fields} | {"name_0": "Minh Họa Chánh Văn Phòng"}
    first, second = (office.post(address, filled, follow=True) for _ in range(2))
    assert "Đã phát hành Giấy mời số 01-GM/ĐU." in first.content.decode()
    assert "Biểu mẫu này đã được gửi trước đó." in second.content.decode()
    assert Act.objects.filter(verb="take_number").count() == 1


@pytest.mark.django_db
def test_another_office_meets_a_wall(office, login):
    schedule(office)
    session = DialogueSession.objects.get()
    stranger = login(Role.OFFICE, unit=party_office("phuong-sai-gon"))
    answers = {
        name: stranger.get(reverse(f"sessions_app:{name}", args=[session.code])).status_code
        for name in (
            "session_detail",
            "session_edit",
            "guests",
            "invitations",
            "registrations",
            "session_log",
        )
    }
    assert answers == dict.fromkeys(answers, 404)
    assert stranger.get(reverse("sessions_app:session_list")).context["table"]["rows"] == []
