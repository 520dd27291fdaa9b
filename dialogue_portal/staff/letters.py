"""The letter with the link, written when it leaves."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.models import StaffInvitation
from dialogue_portal.staff.verbs import KIND, token_of
from outbox import renderers
from outbox.letters import Letter, Stale
from outbox.models import Message
from regulation.date_words import long_moment


def register() -> None:
    """Say who writes these letters."""
    renderers.register(
        KIND,
        staff_invitation,
        label="Mời nhận vị trí làm việc",
        mended_at=lambda _: [("Người dùng", reverse("staff:people"))],
    )


def staff_invitation(message: Message) -> Letter:
    """Whom, where to, and the link; pointless once the invitation was accepted, withdrawn or sent anew."""
    row = StaffInvitation.objects.select_related("unit").get(pk=message.params["invitation"])
    if row.accepted_at or row.withdrawn_at or row.generation != message.params["generation"]:
        raise Stale("Lời mời đã được nhận, đã rút hoặc đã gửi lại.")
    facts = {
        "name": row.full_name,
        "title": row.title,
        "unit": row.unit.name,
        "address": settings.BASE_URL + reverse("staff:enter", args=(token_of(row),)),
        "until": long_moment(localtime(row.expires_at)),
    }
    body = render_to_string("emails/staff_invitation.txt", facts)
    return Letter(to=row.email, subject="Mời nhận vị trí làm việc tại Cổng đối thoại", body=body)
