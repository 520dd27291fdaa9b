"""The register of incidents with personal data: entered, amended, notified to the authority, closed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from audit.transitions import TransitionRefused, advance
from audit.versions import save_if_current
from organizations.models import Unit
from personal_data.enums import IncidentKind, IncidentState
from personal_data.models import DataIncident
from personal_data.terms import notify_due
from personal_data.workflow import INCIDENT
from sessions_app.models import DialogueSession


@dataclass(frozen=True, kw_only=True)
class IncidentFacts:
    """What is known of an incident. No name of anybody concerned belongs in here."""

    kind: IncidentKind
    unit: Unit
    found_at: datetime
    description: str
    data_concerned: str
    session: DialogueSession | None = None
    happened_on: date | None = None
    people_count: int | None = None
    measures: str = ""
    people_told_on: date | None = None


@transaction.atomic
def record(facts: IncidentFacts, *, seat: Seat, at: datetime) -> DataIncident:
    """Enter an incident; while it is open nothing of its session is erased."""
    incident = DataIncident.objects.create(**vars(facts))
    _write(
        incident, "record_incident", "Ghi sự cố dữ liệu", seat=seat, at=at, changes={"kind": str(facts.kind)}
    )
    return incident


@transaction.atomic
def amend(incident: DataIncident, facts: IncidentFacts, *, seat: Seat, at: datetime) -> DataIncident:
    """Put in what became known. When it was found does not move. Raises TransitionRefused, EditConflict."""
    _require_open(incident)
    changed = [
        name for name, value in vars(facts).items() if name != "found_at" and getattr(incident, name) != value
    ]
    for name in changed:
        setattr(incident, name, getattr(facts, name))
    save_if_current(incident, changed)
    _write(incident, "amend_incident", "Bổ sung sự cố dữ liệu", seat=seat, at=at, changes={"fields": changed})
    return incident


@transaction.atomic
def notify(
    incident: DataIncident, *, notified_at: datetime, number: str, late_reason: str, seat: Seat, at: datetime
) -> DataIncident:
    """Note when and by which paper the authority was told. After 72 hours a reason is due.

    Raises TransitionRefused when it was noted before, lies before the finding or in the future, or is late without a
    reason; EditConflict.
    """
    _require_open(incident)
    if incident.notified_at is not None:
        raise TransitionRefused("Việc báo cơ quan có thẩm quyền đã được ghi.", stale=False)
    if not incident.found_at <= notified_at <= at:
        raise TransitionRefused("Giờ báo phải từ lúc phát hiện đến lúc này.", stale=False)
    if notified_at > notify_due(incident.found_at) and not late_reason.strip():
        raise TransitionRefused("Đã quá 72 giờ từ lúc phát hiện: ghi lý do báo chậm.", stale=False)
    incident.notified_at, incident.notice_number, incident.late_reason = notified_at, number, late_reason
    save_if_current(incident, ("notified_at", "notice_number", "late_reason"))
    _write(
        incident, "notify_incident", "Báo cơ quan có thẩm quyền về sự cố dữ liệu", seat=seat, at=at, note=late_reason,
        changes={"notified_at": notified_at.isoformat(), "number": number},
    )  # fmt: skip
    return incident


@transaction.atomic
def close(incident: DataIncident, *, note: str, seat: Seat, at: datetime) -> DataIncident:
    """Nothing is left to do. ``note`` says how it ended. Raises TransitionRefused."""
    return advance(incident, INCIDENT["close_incident"], by=seat.actor, at=at, note=note)


def _require_open(incident: DataIncident) -> None:
    if incident.state != IncidentState.OPEN:
        raise TransitionRefused("Sự cố này đã xử lý xong, không sửa được nữa.", stale=False)


def _write(
    incident: DataIncident, verb: str, title: str, *, seat: Seat, at: datetime, note: str = "", changes: dict
) -> None:
    acts.write(subject=incident, verb=verb, title=title, by=seat.actor, at=at, note=note, changes=changes)
