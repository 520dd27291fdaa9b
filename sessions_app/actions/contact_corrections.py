"""Correcting who registered or petitioned and how to reach the person. The trail keeps digests, never the values."""

from datetime import datetime

from django.db import transaction

from accounts.links import keyed_digest
from audit import acts
from audit.actors import Actor
from audit.transitions import TransitionRefused
from sessions_app.models import Petition, PetitionContact, RegistrationContact, SpeakingRegistration

WORDS = {
    "full_name": "họ và tên",
    "phone": "số điện thoại",
    "email": "thư điện tử",
    "address": "địa chỉ",
}
NOTHING_NEW = "Chưa có gì thay đổi: nhập thông tin đúng vào ít nhất một ô."


@transaction.atomic
def correct_registrant(
    registration: SpeakingRegistration, given: dict[str, str], *, reason: str, by: Actor, at: datetime
) -> list[str]:
    """Put right what is wrong in the contact of a slip; which fields changed.

    ``given`` maps fields of ``WORDS`` to what stands there from now on; fields left out stay. What still waits to be
    sent goes to the new address. Petitions from the slip follow where they still hold what the slip held. Raises
    TransitionRefused without a change, and once the contact was erased.
    """
    contact = RegistrationContact.objects.select_for_update().get(registration=registration)
    before = {name: getattr(contact, name) for name in WORDS}
    changed = _correct(
        contact, given, subject=registration, what="người đăng ký", reason=reason, by=by, at=at
    )
    for other in PetitionContact.objects.select_for_update().filter(
        petition__registration=registration, erased_on__isnull=True
    ):
        for name in changed:
            if getattr(other, name) == before[name]:
                setattr(other, name, getattr(contact, name))
        other.save(update_fields=changed)
    return changed


@transaction.atomic
def correct_petitioner(
    petition: Petition, given: dict[str, str], *, reason: str, by: Actor, at: datetime
) -> list[str]:
    """The same for the contact of one petition; which fields changed. Raises TransitionRefused."""
    contact = PetitionContact.objects.select_for_update().get(petition=petition)
    return _correct(contact, given, subject=petition, what="người kiến nghị", reason=reason, by=by, at=at)


def _correct(
    contact: RegistrationContact | PetitionContact,
    given: dict[str, str],
    *,
    subject: SpeakingRegistration | Petition,
    what: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> list[str]:
    if contact.erased_on is not None:
        raise TransitionRefused(
            f"Thông tin liên hệ đã được xóa ngày {contact.erased_on:%d/%m/%Y}, không sửa được nữa.",
            stale=False,
        )
    if not reason.strip():
        raise TransitionRefused("Ghi rõ lý do sửa thông tin liên hệ.", stale=False)
    changes = {}
    for name in WORDS:
        old, new = getattr(contact, name), given.get(name, getattr(contact, name))
        if new != old:
            changes[name] = [keyed_digest("contact", old), keyed_digest("contact", new)]
            setattr(contact, name, new)
    if not changes:
        raise TransitionRefused(NOTHING_NEW, stale=False)
    contact.save(update_fields=tuple(changes))
    acts.write(
        subject=subject,
        verb="correct_contact",
        title=f"Sửa {', '.join(WORDS[name] for name in changes)} của {what}",
        by=by,
        at=at,
        note=reason,
        changes=changes,
    )
    return list(changes)
