"""Looking at who raised a petition: for the own office, with a reason, one act for each look."""

from datetime import datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from followups.queries.looks import REVEAL
from sessions_app.models import Petition, PetitionContact


@transaction.atomic
def reveal(petition: Petition, *, reason: str, seat: Seat, at: datetime) -> PetitionContact:
    """The contact of a petition, to be shown once. The petitioner sees that it was looked at, and why."""
    acts.write(
        subject=petition,
        verb=REVEAL,
        title=f"Xem thông tin liên hệ, kiến nghị số {petition.number:02d}",
        by=seat.actor,
        at=at,
        note=reason,
    )
    return petition.contact
