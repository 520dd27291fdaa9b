"""What passes to another office when one is merged: the requests it has not answered. Their clocks go on."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from audit import acts
from audit.actors import Actor
from audit.versions import save_if_current
from organizations.models import Unit
from personal_data.enums import RequestState
from personal_data.models import DataRequest


def requests_in_hand(office: Unit) -> QuerySet[DataRequest]:
    """The requests that an office has still to answer, in the order in which they came."""
    rows = DataRequest.objects.filter(office=office).exclude(state=RequestState.CLOSED)
    return rows.select_related("office").order_by("received_on", "pk")


@transaction.atomic
def take_request(request: DataRequest, *, to: Unit, note: str, by: Actor, at: datetime) -> DataRequest:
    """Let the successor answer, by the same days. Raises EditConflict when the request changed meanwhile."""
    before = request.office
    request.office = to
    save_if_current(request, ("office",))
    acts.write(
        subject=request,
        verb="data_request.take",
        title=f"Bàn giao yêu cầu về dữ liệu cá nhân từ {before.name} sang {to.name}",
        by=by,
        at=at,
        note=note,
        changes={"office": [before.pk, to.pk]},
    )
    return request
