"""What is known of the letters: what is missing before they go, who gets them how, who has not got them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, Exists, Min, OuterRef, Prefetch, QuerySet, Value, When
from django.urls import reverse
from django.utils.timezone import localtime

from documents.models import IssuedDocument
from outbox.channels import sms
from outbox.enums import Channel
from regulation.date_words import long_moment
from sessions_app.enums import Delivery, SessionState
from sessions_app.models import DialogueSession, Dispatch, Guest, GuestContact, Invitation, Presidency
from sessions_app.queries.sessions import presider_words


@dataclass(frozen=True)
class MissingFact:
    """Something Đ9.1.b asks for that is not entered yet, and where to enter it."""

    text: str
    url: str


def mandatory_facts(session: DialogueSession) -> list[tuple[str, str]]:
    """The four facts every letter states, as the check page reads them back; empty ones are missing."""
    starts = long_moment(localtime(session.starts_at)) if session.starts_at else ""
    return [
        ("Tên buổi đối thoại", session.title),
        ("Nội dung", session.content),
        ("Thời gian", starts),
        ("Địa điểm", session.place),
        ("Người chủ trì", presider_words(session)),
    ]


def papers_of_plan(session: DialogueSession) -> list[IssuedDocument]:
    """The numbered letters of the current plan, one per hosting that has its own."""
    papers = IssuedDocument.objects.filter(invitation_hosting__session=session)
    return list(papers.order_by("invitation_hosting__position", "pk"))


def uninvited(session: DialogueSession) -> QuerySet[Guest]:
    """Guests who came onto the list after the letters of the current plan were issued."""
    if session.state not in (SessionState.ANNOUNCED, SessionState.IN_PROGRESS):
        return Guest.objects.none()
    return with_delivery(session).filter(delivery=Delivery.NONE)


def missing_facts(session: DialogueSession) -> list[MissingFact]:
    """What still stands between the plan and the letters (D9.1.b-2.s1, D13.1.b-2.s1); empty when nothing."""
    edit = reverse("sessions_app:session_edit", args=(session.code,))
    guests = reverse("sessions_app:guests", args=(session.code,))
    presided = Presidency.objects.filter(hosting__session=session).values("hosting").distinct().count()
    checks = (
        (session.content.strip(), "Chưa có nội dung buổi đối thoại", edit),
        (session.place.strip(), "Chưa có địa điểm", edit),
        (session.starts_at, "Chưa có thời gian", edit),
        (presided == session.hostings.count() > 0, "Chưa có người chủ trì", edit),
        (active_guests(session).exists(), "Chưa có khách mời nào trong danh sách", guests),
    )
    return [MissingFact(text, url) for present, text, url in checks if not present]


def active_guests(session: DialogueSession) -> QuerySet[Guest]:
    """The guests on the list, by given name."""
    return Guest.objects.filter(session=session, removed_at__isnull=True)


@dataclass(frozen=True)
class Recipients:
    """How many letters would go by which way; ``by_sms`` of those on paper are told by text message beside it."""

    by_email: int
    on_paper: int
    by_sms: int = 0

    @property
    def total(self) -> int:
        return self.by_email + self.on_paper


def recipients(session: DialogueSession) -> Recipients:
    """Guests with an e-mail address get a message, the others a letter on paper."""
    guests = active_guests(session)
    by_email = guests.filter(Exists(_with_address())).count()
    by_sms = 0
    if sms.is_on():
        phones = guests.filter(contact__email="").exclude(contact__phone="")
        by_sms = sum(map(sms.reaches, phones.values_list("contact__phone", flat=True)))
    return Recipients(by_email, guests.count() - by_email, by_sms)


def _with_address() -> QuerySet[GuestContact]:
    return GuestContact.objects.filter(guest=OuterRef("pk")).exclude(email="")


# -- the register of dispatches


# A text message says that there is a letter; these are the letters.
LETTERS = (Channel.EMAIL, Channel.PRINT)


def _dispatches(session: DialogueSession, **conditions) -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(
        **{
            "invitation__guest": OuterRef("pk"),
            "invitation__revoked_at__isnull": True,
            "revision": session.plan_revision,
            "channel__in": LETTERS,
        }
        | conditions
    )


def with_delivery(session: DialogueSession) -> QuerySet[Guest]:
    """The guests with ``delivery`` (a Delivery) and ``first_left_on`` under the current plan.

    A letter that came back after it left shows as failed until another one reaches the guest; its day of
    leaving still counts.
    """
    first_left = (
        _dispatches(session, left_on__isnull=False)
        .order_by()
        .values("invitation__guest")
        .annotate(first=Min("left_on"))
        .values("first")
    )
    return active_guests(session).annotate(
        first_left_on=first_left,
        delivery=Case(
            When(
                Exists(_dispatches(session, left_on__isnull=False, failed_reason="")),
                then=Value(Delivery.LEFT),
            ),
            When(
                Exists(_dispatches(session, left_on__isnull=True, channel=Channel.PRINT, failed_reason="")),
                then=Value(Delivery.PAPER),
            ),
            When(
                Exists(_dispatches(session, left_on__isnull=True, failed_reason="")),
                then=Value(Delivery.WAITING),
            ),
            When(Exists(_dispatches(session)), then=Value(Delivery.FAILED)),
            default=Value(Delivery.NONE),
            output_field=CharField(),
        ),
    )


def delivery_counts(session: DialogueSession) -> dict[str, int]:
    """How many guests stand at each Delivery; every value has its count."""
    rows = with_delivery(session).order_by().values("delivery").annotate(number=Count("pk"))
    found = {row["delivery"]: row["number"] for row in rows}
    return {value: found.get(value, 0) for value in Delivery.values}


def register(session: DialogueSession, *, delivery: str = "") -> QuerySet[Guest]:
    """The guests with their live invitation and its dispatches of the current plan, for the register page."""
    guests = with_delivery(session)
    if delivery:
        guests = guests.filter(delivery=delivery)
    dispatches = (
        Dispatch.objects.filter(revision=session.plan_revision).select_related("message").order_by("pk")
    )
    invitations = Invitation.objects.filter(revoked_at__isnull=True).prefetch_related(
        Prefetch("dispatches", queryset=dispatches, to_attr="of_plan")
    )
    return guests.prefetch_related(Prefetch("invitations", queryset=invitations, to_attr="live"))


def outstanding(session: DialogueSession) -> QuerySet[Guest]:
    """Guests listed at issue whose letter has not left on any way under the current plan."""
    return active_guests(session).filter(
        ~Exists(_dispatches(session, left_on__isnull=False)), listed_at_issue=True
    )


def awaiting_paper(session: DialogueSession) -> list[Invitation]:
    """The invitations whose letter on paper waits to be handed over."""
    guests = with_delivery(session).filter(delivery=Delivery.PAPER)
    rows = Invitation.objects.filter(guest__in=guests.values("pk"), revoked_at__isnull=True)
    return list(rows.select_related("guest__contact").order_by("pk"))


def paper_lines(session: DialogueSession) -> QuerySet[Dispatch]:
    """The letters on paper of the current plan, by given name: the register that is taken along and signed."""
    return (
        Dispatch.objects.filter(
            invitation__guest__session=session,
            invitation__guest__removed_at__isnull=True,
            invitation__revoked_at__isnull=True,
            revision=session.plan_revision,
            channel=Channel.PRINT,
        )
        .select_related("invitation__guest")
        .order_by("invitation__guest__name_sort", "pk")
    )


def last_first_dispatch(session: DialogueSession) -> date | None:
    """The latest among the first dispatches of those listed at issue; None while one has not left.

    This day meets the invitation duty: a letter that comes back later is a task, not a breach.
    """
    listed = active_guests(session).filter(listed_at_issue=True)
    if outstanding(session).exists() or not listed.exists():
        return None
    days = with_delivery(session).filter(listed_at_issue=True).values_list("first_left_on", flat=True)
    return max(days)
