"""Playing the scenarios of the demo city by the very verbs that people use, on the days they would have used them.

Every step looks whether it was done before, so that a run that was broken off goes on where it stopped, and a
second run adds nothing.
"""

from datetime import date, timedelta

from accounts.enums import Role
from accounts.models import Seat
from audit.actors import Actor
from dialogue_portal.demo.calendar import DemoCalendar, moment
from dialogue_portal.demo.cast import seat_of
from dialogue_portal.demo.follow_up import chief_of_office, follow_up
from dialogue_portal.demo.hall import LENGTH, hold
from dialogue_portal.demo.letters import let_letters_leave
from dialogue_portal.demo.people import email, person, phone
from dialogue_portal.demo.scenarios import BEN_THANH, Scenario, Stage, all_scenarios
from documents import actions as documents
from documents.printouts import Signature
from duties.actions.yearly import open_yearly_duties
from organizations.models import Field, Post, Unit
from organizations.names import within_sentence
from organizations.queries import holder_of
from organizations.reference_data import REORGANISED_ON
from regulation.clock import local_date
from sessions_app.actions import (
    dispatches,
    guests,
    invitations,
    planning,
    publications,
    registrations,
    triage,
)
from sessions_app.enums import (
    GuestCategory,
    PublicationChannel,
    PublicationKind,
    RegistrationState,
    SessionState,
)
from sessions_app.guest_sheet import GuestRow
from sessions_app.models import DialogueSession, Invitation
from sessions_app.papers import usual_signature
from sessions_app.queries.publications import publications_of

BUILDER = Actor.system("dữ liệu minh họa")
# Nothing can be told of earlier: the communes have to be there before they can invite.
FIRST_DAY = REORGANISED_ON + timedelta(days=45)


def seed_sessions(*, on: date, wards: frozenset[str] = frozenset()) -> list[DialogueSession]:
    """The sessions that were missing and were built now, as of the day ``on``; only of ``wards`` when given."""
    calendar = DemoCalendar(on)
    # Of the year before only what is still to come: nobody is judged for what the portal did not see.
    open_yearly_duties(on.year - 1, on=on, at=moment(on, "07:00"), by=BUILDER)
    first = date(on.year, 1, 1)
    open_yearly_duties(on.year, on=first, at=moment(first, "07:00"), by=BUILDER)
    built = []
    for plot in all_scenarios():
        if wards and plot.ward not in wards:
            continue
        held_on = calendar.after(calendar.anchor, plot.held)
        if held_on >= FIRST_DAY and (made := _play(plot, held_on, calendar)):
            built.append(made)
    return built


def _play(plot: Scenario, held_on: date, calendar: DemoCalendar) -> DialogueSession | None:
    """Bring one session as far as its scenario goes; the session when it was not there before."""
    post = Post.objects.select_related("unit__territory").get(
        unit__key=f"{plot.host.body}-{plot.ward}", kind=plot.host.post
    )
    office = seat_of(Unit.objects.get(key=f"{plot.host.office}-{plot.ward}"), Role.OFFICE)
    secretary = seat_of(office.unit, Role.MINUTE_TAKER)
    if holder_of(post, held_on) is None:
        return None
    session = DialogueSession.objects.filter(hostings__post=post, title=plot.title).first()
    is_new = session is None
    if session is None:
        session = _plan(plot, post, held_on, calendar, office=office, secretary=secretary)
    _invite_guests(session, plot, office=office)
    if plot.stage >= Stage.INVITED:
        _send_letters(session, plot, calendar, office=office)
        _register(session, plot, calendar, office=office)
        session.refresh_from_db()
    if plot.stage >= Stage.HELD:
        _publish(session, PublicationKind.ANNOUNCEMENT, calendar.before(held_on, plot.invited), office=office)
        hold(session, plot, calendar=calendar, secretary=secretary, office=office)
        session.refresh_from_db()
    if plot.stage >= Stage.CONCLUDED:
        follow_up(session, plot, calendar=calendar, office=office)
        noticed_on = calendar.after(held_on, plot.noticed)
        if noticed_on <= calendar.on:
            _publish(session, PublicationKind.RESULTS, noticed_on, office=office)
    return session if is_new else None


def _plan(
    plot: Scenario, post: Post, held_on: date, calendar: DemoCalendar, *, office: Seat, secretary: Seat
) -> DialogueSession:
    planned_on = min(calendar.before(held_on, plot.invited + 6), calendar.before(calendar.anchor, 1))
    at = moment(planned_on, "09:00")
    starts_at = moment(held_on, "14:00")
    bodies = {topic.agency.format(ward=plot.ward) for topic in plot.topics if topic.agency}
    plan = planning.SessionPlan(
        title=plot.title,
        content=plot.content,
        kind=plot.kind,
        starts_at=starts_at,
        planned_end_at=starts_at + LENGTH,
        place=f"Hội trường {within_sentence(post.unit.territory.name)}",
        posts=[post],
        fields=list(Field.objects.filter(key__in=plot.fields)),
        area=post.unit.territory.name,
        audience="Nhân dân trên địa bàn; đại diện khu phố, ấp; đoàn viên, hội viên",
        expected_guests=plot.guests + 60,
        minute_taker=secretary,
        is_commune_conference=plot.conference,
        attending_bodies=list(Unit.objects.filter(key__in=bodies)),
    )
    return planning.schedule(plan, office=office.unit, by=office.actor, on=planned_on, at=at)


def _invite_guests(session: DialogueSession, plot: Scenario, *, office: Seat) -> None:
    if session.state != SessionState.SCHEDULED or session.guests.exists():
        return
    at = session.scheduled_at + timedelta(hours=2)
    rows = [GuestRow(number=number + 1, values=_guest(number)) for number in range(1, plot.guests + 1)]
    sheet = guests.keep_sheet(session, rows, file_name="khach-moi.xlsx", seat=office, at=at)
    guests.confirm_sheet(sheet, office=office.unit, by=office.actor, at=at)


def _guest(number: int) -> dict[str, str]:
    who = person(720 + number)
    return {
        "full_name": who.full_name,
        "salutation": who.salutation,
        "group": f"Khu phố {1 + number % 7}",
        "category": GuestCategory.MEMBER if number % 4 == 0 else GuestCategory.RESIDENT,
        "phone": phone(7000 + number).replace(" ", "") if number % 3 else "",
        "email": email(f"khachmoi{number}") if number % 2 else "",
        "address": f"Số {number} hẻm Minh Họa",
    }


def _send_letters(session: DialogueSession, plot: Scenario, calendar: DemoCalendar, *, office: Seat) -> None:
    sent_on = calendar.before(local_date(session.starts_at), plot.invited)
    at = moment(sent_on, "08:30")
    if session.state == SessionState.SCHEDULED:
        signings = [_signing(hosting, sent_on) for hosting in invitations.hostings_with_paper(session)]
        papers = invitations.issue(
            session, signings, late_reason=plot.late_reason, by=office.actor, on=sent_on, at=at
        )
        for paper in papers:
            documents.complete(paper, by=office.actor, at=at)
        session.refresh_from_db()
    let_letters_leave(at=at)
    on_paper = list(
        Invitation.objects.filter(
            guest__session=session, guest__contact__email="", dispatches__left_on__isnull=True
        ).distinct()
    )
    if on_paper and session.state == SessionState.ANNOUNCED:
        dispatches.hand_over(
            session,
            on_paper,
            handed_on=sent_on,
            handed_by="Cán bộ khu phố (minh họa)",
            late_reason=plot.late_reason,
            by=office.actor,
            on=sent_on,
            at=moment(sent_on, "16:00"),
        )


def _signing(hosting, on: date) -> invitations.Signing:
    usual = usual_signature(hosting, on=on)
    signature = Signature(authority=usual.authority, position=usual.position, name=chief_of_office(hosting))
    return invitations.Signing(hosting=hosting, signature=signature)


def _register(session: DialogueSession, plot: Scenario, calendar: DemoCalendar, *, office: Seat) -> None:
    if session.state != SessionState.ANNOUNCED:
        return
    at = moment(calendar.before(local_date(session.starts_at), plot.invited), "19:30")
    if local_date(at) == calendar.on:
        return
    wanted = [topic for topic in plot.topics if topic.registered]
    rows = Invitation.objects.filter(guest__session=session).select_related("guest__contact").order_by("pk")
    for number, (topic, invitation) in enumerate(zip(wanted, rows, strict=False)):
        registration = session.registrations.filter(invitation=invitation).first()
        if registration is None:
            guest = invitation.guest
            registration = registrations.submit(
                invitation,
                contact=registrations.SlipContact(
                    full_name=guest.full_name,
                    salutation=guest.salutation,
                    phone=guest.contact.phone,
                    email=guest.contact.email,
                    address=guest.group,
                    may_be_named=not topic.withheld,
                ),
                content=registrations.SlipContent(
                    field=Field.objects.get(key=topic.field),
                    text=topic.text,
                    withhold_identity=topic.withheld,
                ),
                by=Actor.holder_of(f"invitation:{invitation.code}", "Người được mời"),
                at=at + timedelta(minutes=7 * number),
            )
        decide = plot.stage >= Stage.HELD or number == 0
        if decide and registration.state == RegistrationState.SUBMITTED:
            triage.accept(registration, by=office.actor, at=at + timedelta(hours=14))
    let_letters_leave(at=at + timedelta(hours=15))


def _publish(session: DialogueSession, kind: PublicationKind, published_on: date, *, office: Seat) -> None:
    """Record what the law asks a commune's conference to make public; nothing of other sessions."""
    row = publications_of(session).filter(kind=kind, published_on__isnull=True).first()
    if row is None:
        return
    publications.record(
        row,
        published_on=published_on,
        channels=[PublicationChannel.RADIO, PublicationChannel.BOARD, PublicationChannel.HEADS],
        where="Đài truyền thanh, bảng niêm yết tại trụ sở và các khu phố (minh họa)",
        late_reason="Nghỉ lễ kéo dài." if publications.is_late(row, published_on) else "",
        by=office.actor,
        on=published_on,
        at=moment(published_on, "16:30"),
    )


def open_invitation(on: date) -> Invitation | None:
    """An invitation of the demo ward whose link still registers, for trying it out; None when there is none."""
    return (
        Invitation.objects.filter(
            guest__session__hostings__post__unit__key=f"dang-uy-{BEN_THANH}",
            guest__session__state=SessionState.ANNOUNCED,
            guest__session__starts_at__date__gt=on,
            revoked_at__isnull=True,
            registrations__isnull=True,
        )
        .order_by("guest__session__starts_at", "pk")
        .first()
    )
