"""The guest list of a session: adding, importing, removing, showing contacts (Đ6.2, Đ10.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.links import keyed_digest
from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from organizations.models import Unit
from regulation.text import clean, fold, name_sort_key
from sessions_app.actions import dispatches
from sessions_app.enums import GuestCategory
from sessions_app.guest_sheet import GuestRow
from sessions_app.models import DialogueSession, Guest, GuestContact, GuestImport

AT_ONCE = 500


class GuestRefused(Exception):
    """The guest cannot be added or removed; the text is a sentence to show."""


@dataclass(frozen=True, kw_only=True)
class GuestFacts:
    """One invitee as typed or imported; telephone as digits, e-mail in lower case."""

    full_name: str
    salutation: str = ""
    group: str = ""
    category: str = GuestCategory.RESIDENT
    phone: str = ""
    email: str = ""
    address: str = ""


def likeness_of(session: DialogueSession, facts: GuestFacts) -> str:
    """Same name and same telephone (or e-mail, or group where there is neither): the same person.

    Within this session only: the keyed digest names it and so tells nothing across sessions.
    """
    reach = facts.phone or facts.email or fold(facts.group)
    return keyed_digest(f"guest:{session.code}", f"{fold(facts.full_name)}|{reach}")


@transaction.atomic
def add(session: DialogueSession, facts: GuestFacts, *, office: Unit, by: Actor, at: datetime) -> Guest:
    """Put one person on the list. Raises GuestRefused when the person stands on it already."""
    _lock(session)
    if session.guests.filter(likeness=likeness_of(session, facts), removed_at__isnull=True).exists():
        raise GuestRefused("Người này đã có trong danh sách khách mời.")
    guest = _insert(session, [facts], office=office, at=at)[0]
    acts.write(subject=guest, verb="add_guest", title="Thêm 1 khách mời", by=by, at=at)
    return guest


@transaction.atomic
def remove(guest: Guest, *, by: Actor, at: datetime) -> None:
    """Take a person off the list; the link of the invitation ends. Does nothing when already removed."""
    if not Guest.objects.filter(pk=guest.pk, removed_at__isnull=True).update(removed_at=at):
        return
    guest.invitations.filter(revoked_at__isnull=True).update(revoked_at=at)
    acts.write(subject=guest, verb="remove_guest", title="Bỏ 1 khách mời khỏi danh sách", by=by, at=at)
    dispatches.meet_when_all_left(guest.session, at=at)


# -- from a spreadsheet


@transaction.atomic
def keep_sheet(
    session: DialogueSession, rows: Iterable[GuestRow], *, file_name: str, seat: Seat, at: datetime
) -> GuestImport:
    """Keep what was read until the office confirms it; nobody is a guest yet.

    Rows repeated within the file get that as their problem; rows that stand on the list already are marked
    ``known``. An earlier file of the same session that waits for confirmation is forgotten.
    """
    session.guest_imports.filter(confirmed_at__isnull=True).delete()
    present = set(_likenesses(session))
    first_seen: dict[str, int] = {}
    kept = []
    for row in rows:
        line = row.as_json() | {"known": False}
        if not row.problems:
            likeness = likeness_of(session, facts_of(row.values))
            line["known"] = likeness in present
            if likeness in first_seen:
                line["problems"] = {"full_name": f"Trùng với dòng {first_seen[likeness]}"}
            first_seen.setdefault(likeness, row.number)
        kept.append(line)
    return GuestImport.objects.create(
        session=session, seat=seat, file_name=clean(file_name)[:200], rows=kept, read_at=at
    )


@transaction.atomic
def confirm_sheet(sheet: GuestImport, *, office: Unit, by: Actor, at: datetime) -> int:
    """Put the valid rows of a checked file on the list; how many were added.

    Confirming again, or importing the same list twice, adds nobody. Of the file only the rows to be
    corrected are kept, for the office to take along.
    """
    _lock(sheet.session)
    lines = sheet.rows
    if not GuestImport.objects.filter(pk=sheet.pk, confirmed_at__isnull=True).update(
        confirmed_at=at, rows=[line for line in lines if line["problems"]]
    ):
        return 0
    sheet.refresh_from_db()
    wanted = {
        likeness_of(sheet.session, facts): facts
        for facts in (facts_of(line["values"]) for line in lines if not line["problems"])
    }
    for likeness in _likenesses(sheet.session):
        wanted.pop(likeness, None)
    _insert(sheet.session, list(wanted.values()), office=office, at=at)
    acts.write(
        subject=sheet, verb="import_guests", title=f"Nhập {len(wanted)} khách mời từ tệp Excel", by=by, at=at,
        context=sheet.session, changes={"added": len(wanted), "rejected": len(sheet.rows)},
    )  # fmt: skip
    return len(wanted)


def facts_of(values: dict[str, str]) -> GuestFacts:
    """The guest that a checked row describes."""
    return GuestFacts(**{name: values[name] for name in GuestFacts.__dataclass_fields__})


def _lock(session: DialogueSession) -> None:
    """Two desks that add the same person at once wait for one another."""
    DialogueSession.objects.select_for_update().only("pk").get(pk=session.pk)


def _likenesses(session: DialogueSession) -> Iterable[str]:
    return session.guests.filter(removed_at__isnull=True).values_list("likeness", flat=True).order_by("pk")


def _insert(session: DialogueSession, people: list[GuestFacts], *, office: Unit, at: datetime) -> list[Guest]:
    """Rows of guests and their contacts, in bulk; the columns that ``save`` would fill are filled here."""
    guests = Guest.objects.bulk_create(
        [
            Guest(
                session=session,
                office=office,
                salutation=facts.salutation,
                full_name=facts.full_name,
                group=facts.group,
                category=facts.category,
                added_at=at,
                likeness=likeness_of(session, facts),
                name_folded=fold(facts.full_name)[:120],
                name_sort=name_sort_key(facts.full_name),
            )
            for facts in people
        ],
        batch_size=AT_ONCE,
    )
    GuestContact.objects.bulk_create(
        [
            GuestContact(guest=guest, phone=facts.phone, email=facts.email, address=facts.address)
            for guest, facts in zip(guests, people, strict=True)
        ],
        batch_size=AT_ONCE,
    )
    return guests


# -- contacts


@transaction.atomic
def reveal_contacts(session: DialogueSession, *, reason: str, by: Actor, at: datetime) -> list[Guest]:
    """The guests with their contacts, to be shown once: one act in the log, with its reason."""
    acts.write(
        subject=session, verb="reveal_contacts", title="Xem thông tin liên hệ của khách mời", by=by, at=at,
        note=reason,
    )  # fmt: skip
    return list(session.guests.filter(removed_at__isnull=True).select_related("contact"))
