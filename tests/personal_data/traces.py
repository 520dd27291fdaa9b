"""A person who left traces everywhere, and the search for them in every table, file and cached value."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from accounts.models import Seat
from documents import storage
from followups.models import Assignment
from outbox.enums import Channel, MessageState
from outbox.models import Message
from personal_data.models import DataRequest, DataRequestPerson
from regulation.text import fold
from sessions_app.enums import ConsentPurpose, GuestCategory
from sessions_app.models import AddressBookEntry, DialogueSession, GuestImport, Turn
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.followups import ANSWERED_AT, EMAIL, HOUSE, NAME, PHONE, SAID
from tests.factories.registrations import invite, registration

REACH = {"phone": PHONE, "email": EMAIL, "address": HOUSE}
FILE = f"Tệp của {NAME}".encode()
NEEDLES = (NAME, PHONE, EMAIL, HOUSE, SAID)


def left_everywhere(clerk: Seat) -> DialogueSession:
    """One concluded and answered session in which the person was guest, registrant, speaker and petitioner."""
    for path in _files_of_the_person():  # of a test before: disks are not rolled back
        path.unlink()
    session = day.held()
    invitation = invite(session, full_name=NAME, phone=PHONE, email=EMAIL, group=HOUSE)
    invitation.response_reason = SAID[:300]
    invitation.save()
    contact = {"full_name": NAME, "on_behalf_of": NAME, **REACH}
    used = registration(session, text=SAID, contact=contact, invitation=invitation)
    unused = registration(session, text=SAID, contact=contact)
    unused.replies.create(state=unused.state, text=f"Gửi {NAME}", at=day.ENDED_AT)
    voice = unused.voices.get()
    voice.file = storage.written(
        FILE, name=f"{NAME}.txt", content_type="text/plain", owner=clerk.unit, at=day.ENDED_AT
    )
    voice.file.save()
    voice.save()
    walk_in = after.petition(session)
    Turn.objects.filter(pk=walk_in.turn_id).update(speaker_label=NAME, text=SAID)
    Turn.objects.filter(pk=day.walk_in_later(session).pk).update(speaker_label=NAME, text=f"{NAME} nói")
    of_slip = day.petition(session, registration=used, text=SAID, summary="Hỏi về hẻm 12")
    after.assignment(session=session, lines=(day.line(walk_in), day.line(of_slip)))
    for row in Assignment.objects.order_by("pk"):
        after.answered(row)
    _beside(session, clerk, unused)
    return session


def _beside(session: DialogueSession, clerk: Seat, slip) -> None:
    """What stands in tables of its own: address book, import, letters, a request."""
    GuestImport.objects.create(
        session=session,
        seat=clerk,
        file_name="ds.xlsx",
        rows=[{"full_name": NAME, **REACH}],
        read_at=day.ENDED_AT,
    )
    AddressBookEntry.objects.create(
        office=clerk.unit, full_name=NAME, group=HOUSE, category=GuestCategory.RESIDENT,
        consent_text=ConsentPurpose.INVITING, consented_at=day.ENDED_AT, **REACH,
    )  # fmt: skip
    Message.objects.filter(state=MessageState.WAITING).update(state=MessageState.CANCELLED)
    Message.objects.create(
        dedupe_key="tests:trace", kind="sessions_app.receipt", sender=clerk.unit, channel=Channel.EMAIL,
        recipient_label=NAME, archived_subject=NAME, archived_body=f"Kính gửi {NAME}", error=f"550 {EMAIL}",
        state=MessageState.CANCELLED, created_at=day.ENDED_AT, not_before=day.ENDED_AT, handled_note=PHONE,
    )  # fmt: skip
    request = DataRequest.objects.create(
        office=clerk.unit, kind="see", source="paper", state="closed", registration=slip, outcome="fulfilled",
        received_on=ANSWERED_AT.date(), closed_at=ANSWERED_AT + timedelta(days=1), identity_check="seen",
    )  # fmt: skip
    DataRequestPerson.objects.create(request=request, full_name=NAME, words=SAID, reply=SAID, **REACH)


def traces() -> Counter[str]:
    """Where the person is found: every table with the number of its rows, files, the cache."""
    needles = {
        spelling for needle in NEEDLES for spelling in (needle, fold(needle), json.dumps(needle)[1:-1])
    }
    found: Counter[str] = Counter()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names of tables
            for row in cursor.fetchall():
                kept = " ".join(value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
                                for value in row)  # fmt: skip
                found[table] += any(needle in kept for needle in needles)
    found["files"] = len(_files_of_the_person())
    cached = getattr(cache, "_cache", {})
    found["cache"] += any(NAME in str(value) for value in cached.values()) if isinstance(cached, dict) else 0
    return +found


def _files_of_the_person() -> list[Path]:
    kept = (Path(settings.DATA_DIR) / "files").rglob("*")
    return [path for path in kept if path.is_file() and FILE in path.read_bytes()]
