"""A machine without a mail server keeps letters as files, whole and once."""

import pytest
from django.core.mail import EmailMessage, get_connection

from outbox import relay, renderers
from outbox.channels import file_store
from outbox.letters import Attachment, Letter
from tests.factories.outbox import ADDRESS, BODY, KIND, POSTED_AT, TOKEN, post

pytestmark = pytest.mark.django_db
BACKEND = "outbox.channels.file_store.EmailBackend"


@pytest.fixture
def store(settings, tmp_path):
    settings.EMAIL_BACKEND = BACKEND
    settings.MAIL_STORE = tmp_path / "mail"
    return settings.MAIL_STORE


def test_a_letter_stands_in_the_store_under_its_opaque_name(store):
    entry = Attachment(filename="lich.ics", content_type="text/calendar", content=b"BEGIN:VCALENDAR\r\n")
    renderers.register(KIND, lambda _: Letter(to=ADDRESS, subject="Thư mời", body=BODY, attachments=(entry,)))
    message = post(1)
    relay.relay_once(at=POSTED_AT)
    assert [path.name for path in store.iterdir()] == [f"{message.message_id}.eml"]
    mail = file_store.kept(message.message_id)
    assert (mail.to, mail.subject, mail.attachments) == (ADDRESS, "Thư mời", ("lich.ics",))
    assert f"http://testserver/moi/{TOKEN}/" in mail.body


def test_a_letter_that_is_sent_twice_stands_there_once(store):
    message = post(1)
    for _ in range(2):
        relay.deliver(relay.claim(at=POSTED_AT) or message)
    assert len(list(store.iterdir())) == 1


def test_a_letter_half_written_is_never_seen(store, monkeypatch):
    def power_cut(descriptor):
        raise OSError("no space left on device")

    monkeypatch.setattr(file_store.os, "fsync", power_cut)
    message = post(1)
    assert relay.relay_once(at=POSTED_AT).retried == 1
    assert list(store.iterdir()) == []
    assert file_store.kept(message.message_id) is None


@pytest.mark.parametrize("message_id", [None, "<../../etc/passwd@x>", "<abc@x>"])
def test_only_the_names_of_the_outbox_become_files(store, message_id):
    mail = EmailMessage("x", "x", to=[ADDRESS], headers={"Message-ID": message_id} if message_id else {})
    with pytest.raises(ValueError, match="without the outbox's Message-ID"):
        get_connection(BACKEND).send_messages([mail])
    assert list(store.iterdir()) == []
