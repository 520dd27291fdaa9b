"""What the person behind a tracking code reads about the own data: what is held, agreed to, looked at, until when."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from followups.queries.looks import Look, looks_at
from followups.tracking_links import CodeHolder
from personal_data.enums import DataKind
from personal_data.models import DataRequest
from personal_data.queries.retention import periods
from sessions_app.contacts import masked_email, masked_phone
from sessions_app.models import Consent
from sessions_app.slip_texts import CONSENTS


@dataclass(frozen=True)
class LooksOfAnOffice:
    """How often one office looked at the contact on one day."""

    on: date
    unit: str
    times: int


def looks_of(holder: CodeHolder) -> list[LooksOfAnOffice]:
    """Looks by day and office, the newest first; never who at the office."""
    looks: list[Look] = looks_at(holder.registration, holder.petitions)
    counted = Counter((look.on, look.unit) for look in looks)
    return [LooksOfAnOffice(on, unit, times) for (on, unit), times in counted.items()]


def held(holder: CodeHolder) -> list[dict[str, str]]:
    """What is kept of the person; telephone and address masked, because a page may be seen over a shoulder."""
    contact = holder.contact
    rows = [
        ("Họ và tên", f"{contact.salutation} {contact.full_name}".strip()),
        ("Đại diện cho", contact.on_behalf_of),
        ("Điện thoại", masked_phone(contact.phone)),
        ("Thư điện tử", masked_email(contact.email)),
        ("Địa chỉ", contact.address),
    ]
    return [{"label": label, "value": value, "change_url": ""} for label, value in rows if value]


def said(holder: CodeHolder) -> list[str]:
    """What the person wrote, or what was minuted of it, as it stands now."""
    texts = []
    if holder.registration is not None:
        voice = holder.registration.voices.order_by("-revision").first()
        texts = [voice.text] if voice else []
    return texts or [petition.voice.text for petition in holder.petitions]


def consents_behind(holder: CodeHolder) -> QuerySet[Consent]:
    """The consents of the person, in the order in which they are asked for."""
    owner = Q(registration=holder.registration) if holder.registration else Q(petition__in=holder.petitions)
    return Consent.objects.filter(owner).order_by("given_at", "pk")


def wording(consent: Consent) -> str:
    """The words that were agreed to where today's are still the same, else what they were about."""
    text = next((text for text in CONSENTS.values() if text.version == consent.text_version), None)
    return text.text if text and text.digest == consent.text_digest else consent.get_purpose_display()


def requests_behind(holder: CodeHolder) -> QuerySet[DataRequest]:
    """What the person has asked for, by this code."""
    owner = (
        Q(registration=holder.registration)
        if holder.registration
        else Q(petition=holder.tracking.petition_id)
    )
    return DataRequest.objects.filter(owner).select_related("person").order_by("-received_on", "-pk")


def kept_until(holder: CodeHolder) -> list[str]:
    """How long what is kept, in sentences."""
    current = periods()
    if holder.petitions:
        kinds = (DataKind.PETITION_CONTACT, DataKind.PETITION_VOICE)
    else:
        kinds = (DataKind.SLIP_UNUSED,)
    return [
        f"{kind.label}: {current[kind].days} ngày kể từ {current[kind].rule.since}, sau đó tự xóa."
        for kind in kinds
    ]
