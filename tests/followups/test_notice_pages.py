"""The last look before the notice leaves the building: who, what is missing, what it says, twice (Đ9.3.a, Đ13.3.a)."""

import io
from datetime import date

import pikepdf
import pytest
from django.urls import reverse

from accounts.enums import Role
from documents import rendering
from documents.models import IssuedDocument
from followups.models import Assignment, ConclusionNotice
from sessions_app.enums import LineOutcome, SessionState
from sessions_app.models import DialogueSession
from tests.documents.measure import text_of
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.followups import NOTICE_ON, SECRETS
from tests.factories.organizations import unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(frozen):
    frozen(NOTICE_ON, "09:00")


def page(session: DialogueSession, name: str = "notice") -> str:
    return reverse(f"followups:{name}", args=(session.code,))


def typed(draft, **changed) -> dict:
    return {
        "idempotency_key": "k1",
        "version": draft.version,
        "dated_on": "24/03/2026",
        "authority_0": "T/L BAN THƯỜNG VỤ",
        "position_0": "CHÁNH VĂN PHÒNG",
        "name_0": "Minh Họa Chánh",
        "late_reason": "",
    } | changed


@pytest.mark.rule("D9.3.a", "D13.3.a")
def test_the_office_checks_and_issues(login):
    draft = after.approved()
    client = login(Role.OFFICE)
    text = client.get(page(draft.session)).content.decode()
    for words in (
        "Phát hành và tính hạn 20 ngày",
        "Trung tâm Quản lý hạ tầng kỹ thuật",
        "Thứ Ba, ngày 21/04/2026, nếu đề ngày hôm nay",
        "02/04/2026",
        "Còn 7 ngày làm việc",
    ):
        assert words in text
    response = client.post(page(draft.session), typed(draft), follow=True)
    draft.session.refresh_from_db()
    paper = IssuedDocument.objects.get(kind="thong-bao-ket-luan")
    assert draft.session.state == SessionState.CONCLUDED
    assert (paper.signer_name, paper.signer_position) == ("Minh Họa Chánh", "CHÁNH VĂN PHÒNG")
    assert [str(message) for message in response.context["messages"]] == [
        "Đã phát hành Thông báo kết luận số 01-TB/ĐU."
    ]
    assert "số 01-TB/ĐU" in response.content.decode()


def test_pressing_twice_issues_once(login):
    draft = after.approved()
    client = login(Role.OFFICE)
    client.post(page(draft.session), typed(draft))
    again = client.post(page(draft.session), typed(draft), follow=True)
    assert [str(message) for message in again.context["messages"]][-1] == "Biểu mẫu này đã được gửi trước đó."
    client.post(page(draft.session), typed(draft, idempotency_key="k2"))
    assert (ConclusionNotice.objects.count(), Assignment.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("role", "unit_key", "expected"),
    [
        (Role.LEADER, "dang-uy-phuong-ben-thanh", 403),
        (Role.MINUTE_TAKER, "van-phong-dang-uy-phuong-ben-thanh", 403),
        (Role.CITY_MONITOR, "ban-tuyen-giao-va-dan-van", 403),
        (Role.OFFICE, "van-phong-dang-uy-phuong-sai-gon", 404),
        (Role.AGENCY, "trung-tam-quan-ly-ha-tang-ky-thuat", 404),
    ],
)
def test_nobody_else_issues(role, unit_key, expected, login):
    draft = after.approved()
    response = login(role, unit=unit(unit_key)).post(page(draft.session), typed(draft))
    assert response.status_code == expected
    assert ConclusionNotice.objects.count() == 0


@pytest.mark.parametrize(("role", "expected"), [(Role.LEADER, 200), (Role.CITY_MONITOR, 403)])
def test_the_house_reads_the_draft_and_nobody_else(role, expected, login):
    draft = after.approved()
    client = login(role)
    assert client.get(page(draft.session)).status_code == expected
    assert client.get(page(draft.session, "notice_preview")).status_code == expected
    assert "Phát hành và tính hạn" not in client.get(page(draft.session)).content.decode()


def test_what_is_missing_is_linked_and_nothing_can_be_issued(login):
    session = day.submitted().session
    client = login(Role.OFFICE)
    text = client.get(page(session)).content.decode()
    assert "Biên bản chưa được chốt." in text
    assert reverse("sessions_app:minutes", args=(session.code,)) in text
    assert "Phát hành và tính hạn" not in text
    assert client.get(page(session, "notice_preview")).url == page(session)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"dated_on": "hôm nay"}, "dated_on", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/12/2026."),
        ({"dated_on": "25/03/2026"}, None, "Ngày văn bản không thể ở tương lai."),
        ({"dated_on": "18/03/2026"}, None,
         "Ngày văn bản không thể trước ngày kết thúc buổi đối thoại (19/03/2026)."),
        ({"name_0": ""}, "name_0", "Nhập họ và tên người ký."),
        ({"version": "1"}, None, "Có người vừa sửa nội dung này. Nội dung ông/bà nhập vẫn được giữ bên dưới."),
        ({"idempotency_key": ""}, None, "Biểu mẫu này đã cũ. Nội dung ông/bà nhập vẫn còn; xin gửi lại lần nữa."),
    ],
)  # fmt: skip
def test_a_wrong_form_is_refused_with_a_sentence(login, changed, field, sentence):
    draft = after.approved()
    response = login(Role.OFFICE).post(page(draft.session), typed(draft, **changed))
    form = response.context["form"]
    assert (form.errors.get(field) if field else form.non_field_errors()) == [sentence]
    assert ConclusionNotice.objects.count() == 0
    assert IssuedDocument.objects.filter(kind="thong-bao-ket-luan").count() == 0


def test_a_late_notice_asks_why(login, frozen):
    draft = after.approved()
    frozen(date(2026, 4, 3), "09:00")
    client = login(Role.OFFICE)
    form = typed(draft, dated_on="03/04/2026")
    refused = client.post(page(draft.session), form)
    assert refused.context["form"].non_field_errors() == [
        "Hạn thông báo kết luận là ngày 02/04/2026. Ghi lý do phát hành trễ."
    ]
    client.post(page(draft.session), form | {"late_reason": "Chờ ý kiến cấp trên."})
    assert ConclusionNotice.objects.get().late_reason == "Chờ ý kiến cấp trên."


def test_a_paper_whose_file_is_not_there_yet_says_so(login, monkeypatch):
    draft = after.approved()
    client = login(Role.OFFICE)

    def fails(*_, **__):
        raise RuntimeError("the machine went down")

    monkeypatch.setattr(rendering, "_render", fails)
    with pytest.raises(RuntimeError):
        client.post(page(draft.session), typed(draft))
    assert "tệp đang được lập" in client.get(page(draft.session)).content.decode()
    assert Assignment.objects.count() == 0


def test_the_paper_says_what_was_concluded_and_not_who_asked_to_stay_unknown(login, real_papers):
    session = day.held()
    rows = [after.petition(session) for _ in range(3)]
    named = after.petition(
        session,
        petitioner=after.Petitioner(salutation="Ông", full_name="Minh Họa Nêu Tên", may_be_named=True),
        withhold_identity=False,
    )
    lines = (
        day.line(rows[0]),
        day.line(rows[1], LineOutcome.ANSWERED),
        day.line(rows[2], LineOutcome.NOTED),
        day.line(named),
    )
    after.issued(after.approved(session=session, lines=lines).session)
    content = IssuedDocument.objects.get(kind="thong-bao-ket-luan").file.read_bytes()
    text = text_of(content)
    assert [secret for secret in SECRETS if secret in text] == []
    for words in ("Ông Minh Họa Nêu Tên", "Công dân số 1", "21/04/2026", "Kiểm tra, thay nắp cống."):
        assert words in text
    with pikepdf.open(io.BytesIO(content)) as paper:
        assert "/StructTreeRoot" in paper.Root


@pytest.mark.rule("D18.5")
def test_the_notice_of_each_host_of_a_joint_session_is_seen_in_its_own_form_before_it_is_issued(login):
    session = day.held()
    day.second_hosting(session)
    draft = after.approved(session=session)
    client = login(Role.OFFICE)
    page = client.get(reverse("followups:notice", args=(draft.session.code,))).content.decode()
    address = reverse("followups:notice_preview", args=(draft.session.code,))
    for hosting in session.hostings.all():
        assert f"{address}?cua={hosting.code}" in page
        assert client.get(f"{address}?cua={hosting.code}")["Content-Type"] == "application/pdf"
