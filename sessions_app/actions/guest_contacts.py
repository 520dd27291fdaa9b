"""Correcting how a guest is reached, when a letter did not arrive. The log says that, never the address itself."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from audit import acts
from audit.actors import Actor
from sessions_app.actions.guests import GuestFacts, GuestRefused, likeness_of
from sessions_app.models import Guest, GuestContact

_WORDS = {"email": "thư điện tử", "phone": "số điện thoại", "address": "địa chỉ"}


@transaction.atomic
def correct(
    guest: Guest,
    *,
    email: str | None,
    phone: str | None,
    address: str | None,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> GuestContact:
    """Put the right contact in place of a wrong one; None leaves what is there, "" removes it.

    Messages that still wait go to the new address, because it is read when they leave. Raises GuestRefused when
    somebody else of the same name and contact is on the list, and once the contact was erased.
    """
    contact = GuestContact.objects.select_for_update().get(guest=guest)
    if contact.erased_on is not None:
        raise GuestRefused(
            f"Thông tin liên hệ đã được xóa ngày {contact.erased_on:%d/%m/%Y}, không sửa được nữa."
        )
    given = {"email": email, "phone": phone, "address": address}
    changed = {
        name: value for name, value in given.items() if value is not None and value != getattr(contact, name)
    }
    for name, value in changed.items():
        setattr(contact, name, value)
    contact.save(update_fields=tuple(changed))
    _keep_likeness(guest, contact)
    if changed:
        words = ", ".join(_WORDS[name] for name in changed)
        acts.write(
            subject=guest, verb="correct_contact", title=f"Sửa {words} của 1 khách mời", by=by, at=at, note=reason
        )  # fmt: skip
    return contact


def _keep_likeness(guest: Guest, contact: GuestContact) -> None:
    """The name under which an import knows the person again follows the contact."""
    session = guest.session
    facts = GuestFacts(full_name=guest.full_name, group=guest.group)
    likeness = likeness_of(session, replace(facts, phone=contact.phone, email=contact.email))
    if session.guests.filter(likeness=likeness, removed_at__isnull=True).exclude(pk=guest.pk).exists():
        raise GuestRefused("Trong danh sách đã có người cùng tên và cùng liên hệ này.")
    Guest.objects.filter(pk=guest.pk).update(likeness=likeness)
