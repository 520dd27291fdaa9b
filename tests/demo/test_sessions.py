"""The sessions of the demo ward: every stage of life on any day, built once, also after a break."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command
from django.utils.timezone import localtime

from audit.models import Act
from dialogue_portal.demo.people import FAMILY_NAME, MAIL_DOMAIN
from dialogue_portal.demo.scenarios import BEN_THANH
from dialogue_portal.demo.sessions import open_invitation, seed_sessions
from documents.enums import DocumentState
from documents.models import IssuedDocument
from duties.badges import standing_of
from followups.models import Assignment
from outbox.models import Message
from regulation import clock
from reports.models import AnnualReport
from sessions_app.actions.invitations import token_of
from sessions_app.enums import ConclusionState
from sessions_app.models import (
    ConclusionDraft,
    DialogueSession,
    Guest,
    GuestContact,
    Petition,
    PetitionContact,
    Publication,
    SpeakingRegistration,
    Turn,
)
from tests.support.moments import LAST_DAY_OF_YEAR, ORDINARY_MONDAY, SUNDAY, TET_FIRST_DAY

WARDS = frozenset({BEN_THANH})
WITHOUT_CALENDAR = date(2029, 3, 12)

# What happened: state of the session, registrations, petitions, and how its answers stand.
LAST_YEAR = ("concluded", 2, 3, {("answered", "met_in_time"): 2})
QUARTER = (
    "concluded",
    7,
    8,
    {("answered", "met_in_time"): 3, ("assigned", "overdue"): 1, ("extended", "open"): 1},
)
MONTH = ("concluded", 2, 4, {("assigned", "open"): 2, ("answered", "met_in_time"): 1})
CONFERENCE = ("concluded", 3, 3, {("answered", "met_in_time"): 1, ("assigned", "open"): 1})
CONFERENCE_INVITED = ("announced", 1, 0, {})
SUBMITTED = ("held", 4, 4, {})
RETURNED = ("held", 3, 3, {})
INVITED = ("announced", 3, 0, {})
PREPARED = ("scheduled", 0, 0, {})
# No date is invented: what cannot be counted is not judged.
WITHOUT_DATES = [
    ("concluded", 7, 8, {("answered", "not_computed"): 3, ("assigned", "not_computed"): 2}),
    ("concluded", 3, 3, {("answered", "not_computed"): 1, ("assigned", "not_computed"): 1}),
    ("concluded", 2, 4, {("assigned", "not_computed"): 2, ("answered", "not_computed"): 1}),
]
THIS_YEAR = [QUARTER, CONFERENCE, MONTH, SUBMITTED, RETURNED, INVITED, CONFERENCE_INVITED, PREPARED]

COUNTED = (
    Act, Assignment, DialogueSession, Guest, IssuedDocument, Message, Petition, SpeakingRegistration, Turn,
)  # fmt: skip


def stages() -> list[tuple]:
    """The sessions by their days, as the table above tells them."""
    told = []
    for session in DialogueSession.objects.order_by("starts_at"):
        assignments = Assignment.objects.filter(petition__session=session).select_related("answer_duty")
        standing = Counter(
            (row.state, str(standing_of(row.answer_duty, on=clock.today()))) for row in assignments
        )
        counts = session.registrations.count(), session.petitions.count()
        told.append((session.state, *counts, dict(standing)))
    return told


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


@pytest.mark.parametrize(
    ("on", "expected", "reports"),
    [
        # Sessions of the first weeks of the wards, a year ago and more, are not told.
        (TET_FIRST_DAY, THIS_YEAR, []),
        (SUNDAY, THIS_YEAR, []),
        (LAST_DAY_OF_YEAR, [LAST_YEAR, *THIS_YEAR], [(2025, "Số 01-BC/ĐU")]),
        (WITHOUT_CALENDAR, [LAST_YEAR, *WITHOUT_DATES, *THIS_YEAR[3:]], [(2028, "Số 01-BC/ĐU")]),
    ],
    ids=["tet", "sunday", "last day of the year", "year without calendar"],
)
def test_every_stage_stands_on_any_day_and_a_second_run_adds_nothing(ward, on, expected, reports):
    built = ward(on)
    assert stages() == expected
    assert len(built) == len(expected)
    assert list(AnnualReport.objects.values_list("year", "document__number_text")) == reports
    before = rows()
    assert seed_sessions(on=on, wards=WARDS) == []
    assert rows() == before


class Broken(Exception):
    """The power went out."""


@pytest.mark.parametrize(
    ("verb", "call"),
    [
        ("sessions_app.actions.registrations.submit", 2),
        ("documents.actions.complete", 3),
        ("followups.actions.answers.record", 2),
    ],
)
def test_a_run_that_broke_off_goes_on(people, blank_papers, monkeypatch, verb, call):
    people(ORDINARY_MONDAY)
    module, _, name = verb.rpartition(".")
    whole = getattr(__import__(module, fromlist=[name]), name)
    calls = iter(range(1, 1000))

    def breaking(*args, **kwargs):
        if next(calls) == call:
            raise Broken
        return whole(*args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(verb, breaking)
        with pytest.raises(Broken):
            seed_sessions(on=ORDINARY_MONDAY, wards=WARDS)
    assert stages() != THIS_YEAR
    seed_sessions(on=ORDINARY_MONDAY, wards=WARDS)
    assert stages() == THIS_YEAR
    assert seed_sessions(on=ORDINARY_MONDAY, wards=WARDS) == []


def test_what_is_told_is_past_invented_and_can_be_tried(ward, client, capsys):
    ward(ORDINARY_MONDAY)
    assert not Act.objects.filter(at__gt=clock.now()).exists()
    assert not IssuedDocument.objects.filter(dated_on__gt=ORDINARY_MONDAY).exists()
    assert not Message.objects.filter(sent_at__gt=clock.now()).exists()

    names = {*Guest.objects.values_list("full_name", flat=True)}
    names |= {*PetitionContact.objects.values_list("full_name", flat=True)}
    assert {name.startswith(f"{FAMILY_NAME} ") for name in names} == {True}
    reached = GuestContact.objects.exclude(email="").values_list("email", flat=True)
    assert {address.endswith(f"@{MAIL_DOMAIN}") for address in reached} == {True}

    drafts = ConclusionDraft.objects.exclude(state=ConclusionState.APPROVED)
    rounds = drafts.order_by("session__starts_at", "revision").values_list("revision", "state")
    assert list(rounds) == [(1, "submitted"), (1, "returned"), (2, "draft")]

    call_command("demo_link")
    link = capsys.readouterr().out.strip()
    assert link.endswith(f"/moi/{token_of(open_invitation(ORDINARY_MONDAY))}/")
    arrived = client.get(link, follow=True)
    assert arrived.redirect_chain == [("/thu-moi/", 303)]
    assert 'href="/thu-moi/dang-ky/"' in arrived.content.decode()


def test_the_papers_are_real_ones(people):
    """Laid out for one of the days, with the trail and the files as they must be."""
    people(ORDINARY_MONDAY)
    seed_sessions(on=ORDINARY_MONDAY, wards=WARDS)
    papers = IssuedDocument.objects.order_by("pk")
    assert {paper.state for paper in papers} == {DocumentState.ISSUED}
    assert Counter(papers.values_list("kind", flat=True)) == {
        "giay-moi": 7,
        "bien-ban": 5,
        "thong-bao-ket-luan": 3,
    }
    by_the_chair = papers.filter(issuer__key=f"ubnd-{BEN_THANH}").order_by("dated_on", "pk")
    assert list(by_the_chair.values_list("family", "number_text")) == [
        ("state", "Số: 01/GM-UBND"),
        ("state", "Số: 01/BB-UBND"),
        ("state", "Số: 01/TB-UBND"),
        ("state", "Số: 02/GM-UBND"),
    ]
    # The second clock: both publications of the conference were made, that of the coming one is owed.
    made = Publication.objects.order_by("hosting__session__starts_at", "pk")
    assert [(row.kind, row.published_on is not None) for row in made] == [
        ("announcement", True),
        ("results", True),
        ("announcement", False),
        ("results", False),
    ]
    first = papers.filter(kind="giay-moi").first()
    assert localtime(first.issued_at).date() == first.dated_on
    assert first.file.read_bytes()[:5] == b"%PDF-"
    call_command("verify_integrity")
