"""Two wards with sessions at every stage, everybody who could ask for a page, and an object for every address.

Built once for a whole module of tests, by the verbs of the demo city; nothing in it is written by hand where a verb
exists. ``World.objects`` names what a row of the table of pages is about.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.test import Client

from accounts.enums import Role
from accounts.forms import new_key
from accounts.models import Absence, Seat, User
from accounts.queries import AUTHENTICATED_AT, CHOSEN_SEAT
from dialogue_portal.access.subjects import Subject
from dialogue_portal.demo import sessions as demo
from dialogue_portal.demo.accounts import seed_accounts
from dialogue_portal.demo.calendar import DemoCalendar
from dialogue_portal.demo.holders import seed_holders
from dialogue_portal.demo.scenarios import BEN_THANH, SAI_GON, Scenario, Stage
from dialogue_portal.reorganisation import verbs as reorganisations
from dialogue_portal.staff import verbs as staff
from documents import storage
from documents.models import IssuedDocument
from duties.actions import calendar as calendars
from duties.actions import feeds
from followups.enums import DeliveryChannel
from followups.models import Answer, Assignment, Extension
from organizations.models import Unit
from outbox.enums import Handled, MessageState
from outbox.models import Message
from personal_data.actions import holds, incidents, requests
from personal_data.enums import HoldReason, IdentityCheck, IncidentKind, RequestKind, RequestSource
from regulation.calendar_entries import Entry
from regulation.enums import DayKind
from regulation.models import Edition
from regulation.refusals import RefusalGround
from sessions_app.actions import guests as guest_verbs
from sessions_app.actions import invitations, petitions, proceedings, triage
from sessions_app.enums import PublicationKind, RegistrationState, SessionState
from sessions_app.guest_sheet import GuestRow
from sessions_app.models import DialogueSession, Hosting, Invitation, Petition, Publication, RegistrationVoice
from sessions_app.policies import BEFORE_THE_DAY
from tests.access.poison import Poison
from tests.factories import proceedings as day
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import UnitFactory, secretary_post
from tests.factories.registrations import registration
from tests.support.moments import ORDINARY_MONDAY, at

NOW = at(ORDINARY_MONDAY, "15:00")
PASSWORD = "mat-khau-minh-hoa-1"
_RUNNING = Scenario(
    key="dang-dien-ra", ward=BEN_THANH, title="Đối thoại đang diễn ra", content="Thoát nước; chiếu sáng",
    stage=Stage.INVITED, held=0, invited=2, late_reason="Hội trường đổi lịch.",
)  # fmt: skip
_OF_STAGE = {
    "concluded": "Đối thoại với Nhân dân về chỉnh trang hẻm và an ninh trật tự khu dân cư",
    "submitted": "Đối thoại với Nhân dân khu phố 3 về vệ sinh môi trường",
    "held": "Đối thoại với Nhân dân khu phố 5 về trật tự đô thị",
    "announced": "Đối thoại với Nhân dân về thoát nước và chiếu sáng mùa mưa",
    "scheduled": "Đối thoại với thanh niên về việc làm và chuyển đổi số",
    "running": _RUNNING.title,
}


@dataclass
class World:
    """``objects``: name of an object to everything an address may ask of it; ``body`` is what a POST sends."""

    seats: dict[Subject, Seat]
    objects: dict[str, dict[str, object]] = field(default_factory=dict)
    cookies: dict[Subject, dict[str, str]] = field(default_factory=dict)
    own_rows: dict[Subject, dict[str, set[int]]] = field(default_factory=dict)
    poison: Poison | None = None
    mail: Path | None = None
    _clients: dict[Subject, tuple[Client, dict[str, str]]] = field(default_factory=dict)

    def client(self, subject: Subject) -> Client:
        """The browser of the subject as it was when the world was built, whatever was done with it since."""
        if subject not in self._clients:
            self._clients[subject] = self._arrive(subject)
        client, cookies = self._clients[subject]
        client.cookies = SimpleCookie(cookies)
        return client

    def _arrive(self, subject: Subject) -> tuple[Client, dict[str, str]]:
        """A browser signed in on the seat, or with the cookies of a link, or with nothing."""
        client = Client(raise_request_exception=False)
        seat = self.seats.get(subject)
        if seat is not None:
            client.force_login(seat.user)
            session = client.session
            session[CHOSEN_SEAT] = seat.code
            session[AUTHENTICATED_AT] = NOW.timestamp()
            session.save()
        known = {name: morsel.value for name, morsel in client.cookies.items()}
        return client, known | self.cookies.get(subject, {})


def build() -> World:
    """The whole world, on an ordinary Monday in the middle of a session."""
    seed_holders(on=ORDINARY_MONDAY)
    seed_accounts(password=PASSWORD)
    demo.seed_sessions(on=ORDINARY_MONDAY, wards=frozenset({BEN_THANH}))
    _running()
    demo.seed_sessions(on=ORDINARY_MONDAY, wards=frozenset({SAI_GON}))
    User.objects.update(is_demo=False)  # real accounts protect themselves, demo accounts may not
    world = World(seats=_seats())
    own = world.seats[Subject.OFFICE]
    for stage, title in _OF_STAGE.items():
        session = DialogueSession.objects.get(title=title, hostings__organizing_office=own.unit)
        world.objects[stage] = _of_session(session, own)
    world.objects["conference"] = _conference(own)
    world.objects |= _of_followup(world) | _of_the_rest(world)
    _carry_links(world)
    return world


def _running() -> None:
    session = demo._play(_RUNNING, ORDINARY_MONDAY, DemoCalendar(ORDINARY_MONDAY))
    secretary = Seat.objects.get(user__username="thuky")
    session = proceedings.begin(session, seat=secretary, at=at(ORDINARY_MONDAY, "14:00"))
    first, _ = day.speaker(session), day.speaker(session)
    turn = proceedings.call_registered(
        first, seen=proceedings.NOBODY, by=secretary.actor, at=at(ORDINARY_MONDAY, "14:10")
    )
    day.petition(session, turn=turn, registration=first)
    day.minutes(session)


def _seats() -> dict[Subject, Seat]:
    demo_seats = {seat.user.username: seat for seat in Seat.objects.select_related("user", "unit").order_by("-pk")
                  if seat.user.has_usable_password()}  # fmt: skip
    own, other = demo_seats["vanphong"], demo_seats["vanphong2"]
    named = {
        Subject.OFFICE: own,
        Subject.OFFICE_FOREIGN: other,
        Subject.MINUTE_TAKER: demo_seats["thuky"],
        Subject.LEADER: demo_seats["lanhdao"],
        Subject.AGENCY: demo_seats["coquan"],
        Subject.AGENCY_BESIDE: demo_seats["coquan2"],
        Subject.FRONT: demo_seats["mttq"],
        Subject.SUPERIOR: demo_seats["captren"],
        Subject.CITY_MONITOR: demo_seats["bandanvan"],
        Subject.ADMIN: demo_seats["quantri"],
    }
    # A unit whose number begins with the number of the own office, as 30 begins with 3.
    sibling = UnitFactory(pk=own.unit_id * 10)
    yesterday = ORDINARY_MONDAY - timedelta(days=1)
    made = {
        Subject.OFFICE_SIBLING: (Role.OFFICE, sibling, {}),
        Subject.MINUTE_TAKER_FOREIGN: (Role.MINUTE_TAKER, other.unit, {}),
        Subject.LEADER_FOREIGN: (Role.LEADER, secretary_post(SAI_GON).unit, {}),
        Subject.AGENCY_FOREIGN: (Role.AGENCY, Unit.objects.get(key="so-y-te"), {}),
        Subject.FRONT_FOREIGN: (Role.FRONT, Unit.objects.get(key=f"mttq-{SAI_GON}"), {}),
        Subject.SUPERIOR_FOREIGN: (Role.SUPERIOR, Unit.objects.get(key="dang-uy-ubnd-thanh-pho"), {}),
        Subject.ENDED: (Role.OFFICE, own.unit, {"valid_until": yesterday}),
    }
    return named | {
        who: SeatFactory(role=role, unit=unit, **more) for who, (role, unit, more) in made.items()
    }


def _of_session(session: DialogueSession, office: Seat) -> dict[str, object]:
    """Everything below one session that an address names."""
    guest = GuestRow(number=2, values=demo._guest(400), problems={"phone": "Số điện thoại thiếu chữ số"})
    sheet = guest_verbs.keep_sheet(session, [guest], file_name="ds.xlsx", seat=office, at=NOW)
    slip = session.registrations.order_by("pk").first()
    if slip is not None:
        _attach(slip.voices.order_by("pk").last(), office)
    hold = holds.place(session, reason=HoldReason.COMPLAINT, reference="Đơn số 1", seat=office, at=NOW)
    body = session.attending_bodies.select_related("unit").order_by("pk").first()
    return {
        "code": session.code,
        "guest_code": _first(session.guests.filter(removed_at__isnull=True)),
        "import_code": sheet.code,
        "invitation_code": _first(Invitation.objects.filter(guest__session=session)),
        "registration_code": _first(session.registrations.all()),
        "turn_code": _first(session.turns.all()),
        "petition_code": _first(session.petitions.all()),
        "unit_code": body.unit.code if body else "khong-co",
        "hold_code": hold.code,
        "hosting_code": session.hostings.get().code,
    }


def _conference(office: Seat) -> dict[str, object]:
    """A conference of the People's Committee that is to be announced, organised by the same office."""
    owed = Publication.objects.filter(
        kind=PublicationKind.ANNOUNCEMENT, published_on=None, hosting__session__state__in=BEFORE_THE_DAY
    )
    row = owed.select_related("hosting__session").order_by("pk")[0]
    Hosting.objects.filter(pk=row.hosting_id).update(organizing_office=office.unit)
    return {"code": row.hosting.session.code, "kind": row.kind}


def _first(rows: QuerySet) -> str:
    """The code of the oldest row; one that leads nowhere while there is none."""
    return rows.order_by("pk").values_list("code", flat=True).first() or "khong-co"


def _attach(voice: RegistrationVoice, office: Seat) -> None:
    """A file that came with a slip."""
    facts = {"name": "phieu.pdf", "content_type": "application/pdf", "owner": office.unit, "at": NOW}
    voice.file = storage.written(b"%PDF-1.7", **facts)
    voice.file.save()
    voice.save()


def _of_followup(world: World) -> dict[str, dict[str, object]]:
    """Petitions, tasks and papers of the concluded session of the own ward."""
    session = DialogueSession.objects.get(code=world.objects["concluded"]["code"])
    of_session = (
        Assignment.objects.filter(petition__session=session).select_related("petition").order_by("pk")
    )
    open_task = of_session.get(agency=world.seats[Subject.AGENCY].unit, answer__isnull=True)
    answers = Answer.objects.filter(assignment__in=of_session).order_by("pk")
    # One answer still to be handed over and reported, one that the head has not seen, one extension on paper.
    on_paper = answers.get(assignment__agency=world.seats[Subject.AGENCY].unit)
    reported = answers.exclude(pk=on_paper.pk).filter(reported_on__isnull=False, seen_by_head_at=None)[0]
    extension = Extension.objects.get(assignment__in=of_session)
    answers.filter(pk=on_paper.pk).update(
        delivered_on=None, reported_on=None, channel=DeliveryChannel.PAPER, handed_over_on=ORDINARY_MONDAY
    )
    Extension.objects.filter(pk=extension.pk).update(delivered_on=None, channel=DeliveryChannel.PAPER)
    notice = IssuedDocument.objects.get(notice__hosting__session=session)
    letter = IssuedDocument.objects.get(invitation_hosting__session=session)
    return {
        "petition": {"code": open_task.petition.code},
        "petition_answered": {"code": on_paper.assignment.petition.code},
        "petition_reported": {"code": reported.assignment.petition.code},
        "petition_extended": {"code": extension.assignment.petition.code, "extension_code": extension.code},
        "task": {"code": open_task.code},
        "task_answered": {"code": on_paper.assignment.code},
        "notice": {"code": notice.code},
        "letter": {"code": letter.code},
        "duty": {"code": open_task.answer_duty.code},
        "check": {"check": notice.code},
        "own_paper": {"code": reported.code},
    }


def _of_the_rest(world: World) -> dict[str, dict[str, object]]:
    office, admin = world.seats[Subject.OFFICE], world.seats[Subject.ADMIN]
    post = secretary_post(BEN_THANH)
    absence = Absence.objects.create(
        seat=office, deputy=SeatFactory(role=Role.OFFICE, unit=office.unit), from_on=ORDINARY_MONDAY,
        until_on=ORDINARY_MONDAY + timedelta(days=3), entered_at=NOW,
    )  # fmt: skip
    sent = Message.objects.filter(sender=office.unit, state=MessageState.SENT, channel="email").order_by("pk")
    waiting, troubled, mailed, settled = sent[:4]
    Message.objects.filter(pk=waiting.pk).update(state=MessageState.WAITING)
    Message.objects.filter(pk=troubled.pk).update(state=MessageState.UNCERTAIN)
    Message.objects.filter(pk=settled.pk).update(
        state=MessageState.FAILED, handled_at=NOW, handled_how=Handled.BY_PHONE, handled_note="Đã gọi"
    )
    reorganisation = reorganisations.propose(
        old=Unit.objects.get(key=f"van-phong-dang-uy-{SAI_GON}"), new=office.unit, document="NQ 1",
        document_date=ORDINARY_MONDAY, effective_on=ORDINARY_MONDAY + timedelta(days=30), seat=admin,
        on=ORDINARY_MONDAY, at=NOW,
    )  # fmt: skip
    request = requests.receive(
        RequestKind.SEE, requests.Asking(full_name="Người hỏi", words="Xin bản sao"), office=office.unit,
        source=RequestSource.PAPER, subject=None, received_on=ORDINARY_MONDAY, by=office.actor, at=NOW,
    )  # fmt: skip
    request = requests.confirm(request, identity_check=IdentityCheck.SEEN, seat=office, at=NOW)
    requests.extend(request, days=3, reason="Cần đối chiếu hồ sơ giấy", seat=office, at=NOW)
    incident = incidents.record(
        incidents.IncidentFacts(
            kind=IncidentKind.values[0], unit=office.unit, found_at=NOW, description="Gửi nhầm danh sách",
            data_concerned="Tên và số điện thoại",
        ), seat=admin, at=NOW,
    )  # fmt: skip
    day_off = Entry(ORDINARY_MONDAY + timedelta(days=60), DayKind.OFF, "Nghỉ bù", "Thông báo thử")
    change = calendars.propose([day_off], seat=admin, at=NOW)
    feed = feeds.renew(office, at=NOW)
    place = staff.Place(unit=office.unit, role=Role.OFFICE, title="Chuyên viên", valid_from=ORDINARY_MONDAY)
    invited = staff.invite(
        place, full_name="Minh Họa Vào Làm", email="moi@minhhoa.example", seat=office, at=NOW
    )
    unit = post.unit
    return {
        "absence": {"code": absence.code},
        "message_waiting": {"code": waiting.code},
        "message_troubled": {"code": troubled.code},
        "message": {"code": mailed.code},
        "message_settled": {"code": settled.code},
        "unit": {"code": unit.code, "pk": unit.relations.order_by("pk").first().pk},
        "post": {"code": post.code},
        "office_unit": {"code": office.unit.code},
        "seat": {"code": office.code},
        **_slips(world),
        "factor": {
            "pk": Authenticator.objects.create(user=office.user, type=Authenticator.Type.TOTP, data={}).pk
        },
        "browser": {"code": "khong-co"},
        "staff_invitation": {"code": invited.code},
        "staff_link": {"token": staff.token_of(invited)},
        "own_seat": {"body": {"seat": office.code}},
        "reorganisation": {"code": reorganisation.code, "pk": reorganisation.lines.get().pk},
        "data_request": {"code": request.code},
        "incident": {"code": incident.code},
        "calendar_change": {"code": change.code},
        "edition": {"code": Edition.objects.order_by("pk").last().code},
        "area": {"code": unit.territory.code},
        "year": {"year": ORDINARY_MONDAY.year - 1, "post_code": post.code},
        "clause": {"clause": "D9.3.b"},
        "figure": {"name": "qua-han"},
        "kind_of_data": {"kind": "guest_contact"},
        "gallery": {"slug": "viec-can-lam"},
        "feed": {"token": feeds.token_of(feed)},
    }


def _slips(world: World) -> dict[str, dict[str, object]]:
    """Slips of the announced session: one to decide about, one that the office wants refused, one that was refused."""
    session = DialogueSession.objects.get(code=world.objects["announced"]["code"])
    office, leader = world.seats[Subject.OFFICE], world.seats[Subject.LEADER]
    waiting, proposed = session.registrations.filter(state=RegistrationState.SUBMITTED).order_by("pk")
    waiting.replies.create(state=waiting.state, text="Văn phòng đã nhận ý kiến.", at=NOW)
    refused = registration(session, text="Ý kiến không tiếp nhận.", at=NOW)
    for slip in (proposed, refused):
        ground = next(iter(RefusalGround))
        proposal = triage.propose_refusal(
            slip, ground=ground, sentence="Trùng nội dung.", seat=office, at=NOW
        )
    triage.confirm_refusal(proposal, seat=leader, at=NOW)
    verbs = {"slip_of_triage": (waiting, "refer"), "slip_of_refusal": (proposed, "confirm_refusal")}
    verbs["slip_refused"] = (refused, "refer")
    return {
        name: {"code": session.code, "registration_code": slip.code, "body": {"verb": verb}}
        for name, (slip, verb) in verbs.items()
    }


def _carry_links(world: World) -> None:
    """Browsers of people without account: each holds a link to its session and typed the code of a petition."""
    answered = Answer.objects.get(code=world.objects["own_paper"]["code"])
    elsewhere = Hosting.objects.filter(post=secretary_post(SAI_GON)).values("session")
    strange = Petition.objects.filter(session__in=elsewhere, assignments__answer__isnull=False).order_by(
        "pk"
    )[0]
    announced = {
        Subject.LINK_HOLDER: DialogueSession.objects.get(code=world.objects["announced"]["code"]),
        Subject.OTHER_LINK: DialogueSession.objects.get(pk__in=elsewhere, state=SessionState.ANNOUNCED),
    }
    for who, petition in ((Subject.LINK_HOLDER, answered.assignment.petition), (Subject.OTHER_LINK, strange)):
        client = Client()
        free = Invitation.objects.filter(guest__session=announced[who], registrations__isnull=True)
        token = invitations.token_of(free.order_by("pk")[0])
        client.get(f"/moi/{token}/")
        _type_code(client, petition)
        world.cookies[who] = {name: morsel.value for name, morsel in client.cookies.items()}
        world.objects[f"token_of_{who}"] = {"token": token}
        world.own_rows[who] = _rows_of(petition, free.order_by("pk")[0])
    tasks = Assignment.objects.filter(agency=world.seats[Subject.AGENCY].unit)
    world.own_rows[Subject.AGENCY] = {
        "followups.Assignment": set(tasks.values_list("pk", flat=True)),
        "sessions_app.PetitionVoice": set(tasks.values_list("petition__voice", flat=True)),
    }


def _type_code(client: Client, petition: Petition) -> None:
    """Open the page of a petition by its code and the last digits of the phone."""
    owner = petition.registration or petition
    typed = {"code": petitions.tracking_code_of(petition), "phone_end": owner.contact.phone[-4:]}
    answer = client.post("/tra-cuu/", typed | {"idempotency_key": new_key()})
    assert answer.status_code == 303, answer.content.decode()


def _rows_of(petition: Petition, invitation: Invitation) -> dict[str, set[int]]:
    """What is a person's own behind the link of an invitation and the code of a petition, by model."""
    slip = petition.registration
    return {
        "sessions_app.Guest": {invitation.guest_id},
        "sessions_app.PetitionVoice": set(slip.petitions.values_list("voice", flat=True)),
        "followups.Assignment": set(
            Assignment.objects.filter(petition__registration=slip).values_list("pk", flat=True)
        ),
        "sessions_app.RegistrationContact": {slip.contact.pk},
        "sessions_app.RegistrationVoice": set(slip.voices.values_list("pk", flat=True)),
        "sessions_app.RegistrationReply": set(slip.replies.values_list("pk", flat=True)),
    }
