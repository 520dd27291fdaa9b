"""Letters that came back: three ways in which servers say so, found by our Message-ID alone."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audit import ticks
from audit.models import Act
from outbox import bounces, queries, relay, renderers
from outbox.enums import MessageState
from outbox.models import Message
from outbox.tasks import take_in_bounces
from tests.factories.outbox import ADDRESS, KIND, POSTED_AT, letter, post

pytestmark = pytest.mark.django_db
REPORTS = Path(__file__).parent / "bounces"
LATER = POSTED_AT + timedelta(hours=1)


def report(name: str, message: Message | None = None) -> bytes:
    """A report as a server writes it, about this letter."""
    named = message.message_id if message else "0" * 32
    return (REPORTS / name).read_bytes().replace(b"@@MESSAGE-ID@@", f"<{named}@testserver>".encode())


@pytest.fixture
def sent() -> Message:
    message = post(1)
    relay.relay_once(at=POSTED_AT)
    message.refresh_from_db()
    return message


def lay(folder: Path, content: bytes, name: str = "1.eml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("postfix.eml", "5.1.1", "Máy chủ thư của người nhận trả lại thư (không có hộp thư này, mã 5.1.1)."),
        (
            "exchange.eml",
            "5.1.10",
            "Máy chủ thư của người nhận trả lại thư (không có hộp thư này, mã 5.1.10).",
        ),
        ("headers-only.eml", "5.2.2", "Máy chủ thư của người nhận trả lại thư (hộp thư đầy, mã 5.2.2)."),
        # The sending server has given up after days: final, although the class is "for now".
        ("given-up.eml", "4.4.1", "Máy chủ thư của người nhận trả lại thư (mã 4.4.1)."),
    ],
)
def test_a_letter_that_came_back_is_a_task_and_keeps_the_day_it_left(sent, tmp_path, name, status, words):
    told = []
    renderers.register(KIND, letter, on_bounced=lambda message, at: told.append((message.pk, at)))
    assert bounces.read(report(name, sent)) == bounces.StatusReport(sent.message_id, status, came_back=True)
    path = lay(tmp_path, report(name, sent))

    assert bounces.take_in(tmp_path, at=LATER) == bounces.Counts(bounced=1)
    was_sent_at = sent.sent_at
    sent.refresh_from_db()
    assert (sent.state, sent.sent_at, sent.bounced_at) == (MessageState.BOUNCED, was_sent_at, LATER)
    assert sent.error == words
    assert told == [(sent.pk, LATER)]
    assert list(queries.unsettled(Message.objects.all())) == [sent]
    assert not path.exists()
    act = Act.objects.get(verb="note_bounce")
    assert (act.actor_label, act.note) == ("Hệ thống (thư trả lại)", words)
    assert "@" not in act.note


def test_a_letter_that_is_only_late_is_noted_and_is_no_task(sent, tmp_path):
    lay(tmp_path, report("delayed.eml", sent))
    assert bounces.take_in(tmp_path, at=LATER) == bounces.Counts(delayed=1)
    sent.refresh_from_db()
    assert (sent.state, sent.error) == (
        MessageState.SENT, "Máy chủ thư của người nhận báo thư đến chậm (mã 4.4.1).",
    )  # fmt: skip
    assert not queries.unsettled(Message.objects.all()).exists()


def test_the_same_report_twice_is_one_act(sent, tmp_path):
    for name in ("1.eml", "2.eml"):
        lay(tmp_path, report("postfix.eml", sent), name)
    assert bounces.take_in(tmp_path, at=LATER) == bounces.Counts(bounced=1, ignored=1)
    assert Act.objects.filter(verb="note_bounce").count() == 1
    assert list(tmp_path.glob("*.eml")) == []


@pytest.mark.parametrize("name", ["success.eml", "out-of-office.eml", "unknown"])
def test_what_is_no_bounce_of_ours_is_set_aside_and_changes_nothing(sent, tmp_path, name):
    content = report("postfix.eml").replace(b"@testserver", b"@elsewhere.example")
    content = content.replace(b"0" * 32, b"not-our-kind-of-name") if name == "unknown" else report(name, sent)
    lay(tmp_path, content)
    assert bounces.take_in(tmp_path, at=LATER) == bounces.Counts(ignored=1)
    sent.refresh_from_db()
    assert sent.state == MessageState.SENT
    assert [path.name for path in (tmp_path / bounces.UNREAD_FOLDER).iterdir()] == ["1.eml"]
    assert bounces.take_in(tmp_path, at=LATER) == bounces.Counts()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff\xfe", b"Content-Type: multipart/report; boundary=x\n\n--x\n", b"From: a\n" * 9],
)
def test_rubbish_is_set_aside(tmp_path, content):
    lay(tmp_path, content)
    assert bounces.take_in(tmp_path, at=LATER).ignored == 1


def test_an_address_alone_names_no_letter(sent, tmp_path):
    """A forger who knows the address, and not the name of the letter, reaches nothing."""
    forged = report("postfix.eml").replace(b"0" * 32, b"f" * 32)
    assert ADDRESS.encode() in forged
    lay(tmp_path, forged)
    assert bounces.take_in(tmp_path, at=LATER).ignored == 1
    sent.refresh_from_db()
    assert sent.state == MessageState.SENT


def test_a_report_that_overtakes_the_mark_waits_for_it(tmp_path):
    message = post(1)
    claimed = relay.claim(at=POSTED_AT)
    path = lay(tmp_path, report("postfix.eml", message))
    assert bounces.take_in(tmp_path, at=LATER) == bounces.Counts(left_for_later=1)
    assert path.exists()
    relay.mark(claimed, relay.deliver(claimed), at=POSTED_AT, counts=relay.Counts())
    assert bounces.take_in(tmp_path, at=LATER) == bounces.Counts(bounced=1)


def test_a_maildir_is_read_in_both_its_parts(sent, tmp_path):
    lay(tmp_path / "new", report("delayed.eml", sent), "1700000000.M1.host")
    lay(tmp_path / "cur", report("postfix.eml", sent), "1700000001.M1.host:2,S")
    counts = bounces.take_in(tmp_path, at=LATER)
    assert (counts.delayed, counts.bounced) == (1, 1)
    assert [path for part in ("new", "cur") for path in (tmp_path / part).iterdir()] == []


def test_the_tick_and_the_command_read_the_folder_of_the_settings(sent, settings, tmp_path, frozen, capsys):
    frozen(POSTED_AT.date(), "11:00")
    take_in_bounces()
    assert ticks.last_pass("outbox.bounces") is None
    with pytest.raises(CommandError, match="BOUNCE_FOLDER"):
        call_command("bounces")

    settings.BOUNCE_FOLDER = str(tmp_path)
    lay(tmp_path, report("postfix.eml", sent))
    take_in_bounces()
    sent.refresh_from_db()
    assert sent.state == MessageState.BOUNCED
    assert ticks.last_pass("outbox.bounces") is not None
    lay(tmp_path, report("out-of-office.eml"))
    call_command("bounces", str(tmp_path))
    assert capsys.readouterr().out == (
        "came back: 0, late: 0, not ours or known: 1, left for the next pass: 0\n"
    )
    shutil.rmtree(tmp_path / bounces.UNREAD_FOLDER)
