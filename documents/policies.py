"""Who may see which paper. An app that knows more (which agency a notice assigns) serves its papers itself."""

from datetime import date

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.enums import Role
from accounts.models import Seat
from documents.enums import DocumentState, PaperKind
from documents.models import IssuedDocument
from organizations.enums import RelationKind
from organizations.models import Relation, in_force_on

# Papers that oversight receives anyway; they carry no contact data and no names without consent.
OPEN_TO_OVERSIGHT = (PaperKind.CONCLUSION_NOTICE, PaperKind.ANNUAL_REPORT, PaperKind.ANNOUNCEMENT)
_OWN_UNIT = (Role.OFFICE, Role.MINUTE_TAKER, Role.LEADER)


def visible_documents(seat: Seat | None, *, on: date) -> QuerySet[IssuedDocument]:
    """The papers a seat may open on a day.

    Office, minute taker and leader: papers of their own unit and of the bodies their unit organises for.
    The Front: notices and reports of the bodies of its level. A superior body: those of the bodies below
    it. City monitoring: all notices and reports. Agencies and administrators: none here.
    """
    documents = IssuedDocument.objects.all()
    if seat is None:
        return documents.none()
    if seat.role in _OWN_UNIT:
        return documents.filter(Q(issuer=seat.unit_id) | Q(issuer__in=_standing_to(seat, _SERVED, on)))
    overseen = documents.filter(kind__in=OPEN_TO_OVERSIGHT, state=DocumentState.ISSUED)
    if seat.role == Role.CITY_MONITOR:
        return overseen
    if seat.role == Role.FRONT:
        return overseen.filter(issuer__in=_standing_to(seat, [RelationKind.SAME_LEVEL_FRONT], on))
    if seat.role == Role.SUPERIOR:
        above = [RelationKind.SUPERIOR_PARTY, RelationKind.SUPERIOR_GOVERNMENT]
        served = _standing_to(seat, _SERVED, on)
        below_served = Relation.objects.filter(in_force_on(on), kind__in=above, other__in=served)
        return overseen.filter(
            Q(issuer__in=_standing_to(seat, above, on)) | Q(issuer__in=below_served.values("unit"))
        )
    return documents.none()


_SERVED = [RelationKind.ORGANIZING_OFFICE]


def _standing_to(seat: Seat, kinds: list[RelationKind], on: date) -> QuerySet:
    """Keys of the units that stand in one of the relations to the seat's unit."""
    relations = Relation.objects.filter(in_force_on(on), kind__in=kinds, other=seat.unit_id)
    return relations.values("unit")


def document_for(seat: Seat | None, code: str, *, on: date) -> IssuedDocument:
    """The only way a view obtains a paper: 404 outside the seat's reach."""
    return get_object_or_404(visible_documents(seat, on=on).select_related("file", "issuer"), code=code)
