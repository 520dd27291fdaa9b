"""The page "Thư đi": own unit, no secrets in production, the whole letter on a machine without a mail server."""

import pytest

from accounts.enums import Role
from outbox import relay
from outbox.enums import MessageState
from outbox.models import Message
from tests.factories.organizations import SAI_GON, party_committee, party_office
from tests.factories.outbox import ADDRESS, POSTED_AT, TOKEN, post

pytestmark = pytest.mark.django_db
LIST = "/thu-di/"


def _page(message: Message) -> str:
    return f"{LIST}{message.code}/"


def _cells(response) -> list[list[str]]:
    return [[cell["text"] for cell in row] for row in response.context["table"]["rows"]]


def test_an_office_sees_the_messages_of_its_unit_and_of_the_committee_it_serves(login):
    post(1)
    post(2, sender=party_committee())
    post(3, sender=party_office(SAI_GON))
    response = login(Role.OFFICE).get(LIST)
    assert [row[2] for row in _cells(response)] == [party_committee().name, party_office().name]


def test_a_message_of_another_unit_is_not_found(login):
    other = post(1, sender=party_office(SAI_GON))
    own = post(2)
    client = login(Role.OFFICE)
    assert client.get(_page(other)).status_code == 404
    assert client.get(_page(own)).status_code == 200


@pytest.mark.parametrize(
    "role", [Role.MINUTE_TAKER, Role.LEADER, Role.FRONT, Role.SUPERIOR, Role.CITY_MONITOR]
)
def test_other_roles_see_no_messages(login, role):
    message = post(1)
    client = login(role)
    assert client.get(LIST).context["table"]["rows"] == []
    assert client.get(_page(message)).status_code == 404


def test_an_administrator_sees_that_letters_leave_but_not_to_whom_nor_what(login):
    message = post(1)
    relay.relay_once(at=POSTED_AT)
    client = login(Role.ADMIN)
    [row] = client.get(LIST).context["table"]["rows"]
    assert [cell["text"] for cell in row][:2] == ["•••", "Thư mời"]
    assert row[5]["chip"]["text"] == "Đã gửi đi"
    refused = client.get(_page(message))
    assert refused.status_code == 403
    assert "Chỉ văn phòng của đơn vị gửi" in refused.content.decode()


def test_in_service_the_page_shows_the_masked_archive_only(login, settings, tmp_path):
    settings.EMAIL_BACKEND = "outbox.channels.file_store.EmailBackend"
    settings.MAIL_STORE = tmp_path
    message = post(1)
    relay.relay_once(at=POSTED_AT)
    page = login(Role.OFFICE).get(_page(message)).content.decode()
    assert "Kính gửi Ông Nguyễn Văn Minh Họa" in page
    assert TOKEN not in page
    assert ADDRESS not in page


def test_on_a_machine_without_a_mail_server_the_letter_stands_there_with_its_link(login, settings, tmp_path):
    settings.EMAIL_BACKEND = "outbox.channels.file_store.EmailBackend"
    settings.MAIL_STORE = tmp_path
    settings.MAIL_STORE_PAGE = True
    message = post(1)
    relay.relay_once(at=POSTED_AT)
    response = login(Role.OFFICE).get(_page(message))
    assert f'<a href="http://testserver/moi/{TOKEN}/" rel="nofollow">' in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_message_that_waits_says_that_its_text_is_written_later(login):
    message = post(1)
    page = login(Role.OFFICE).get(_page(message)).content.decode()
    assert "Nội dung thư được lập vào lúc gửi." in page


def test_the_list_can_be_narrowed_to_one_state(login):
    post(1)
    relay.relay_once(at=POSTED_AT)
    post(2)
    client = login(Role.OFFICE)
    assert len(_cells(client.get(LIST))) == 2
    assert len(_cells(client.get(LIST, {"trang-thai": MessageState.WAITING}))) == 1
    assert len(_cells(client.get(LIST, {"trang-thai": "không có"}))) == 2


def test_an_empty_list_says_what_will_stand_there(login):
    assert "Không có thư nào" in login(Role.OFFICE).get(LIST).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions_at_any_length(login, django_assert_num_queries, rows):
    for number in range(rows):
        post(number)
    client = login(Role.OFFICE)
    with django_assert_num_queries(5):
        assert len(_cells(client.get(LIST))) == rows
