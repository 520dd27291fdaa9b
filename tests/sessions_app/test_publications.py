"""The second clock of a commune's conference with the people (Luật 72/2025/QH15, Điều 43)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from audit.models import Act
from audit.transitions import TransitionRefused
from duties.badges import standing_of
from duties.enums import Standing
from duties.models import DutyMove
from duties.queries import duties_of
from organizations.queries import office_of
from regulation.articles import Article
from regulation.violations import RuleViolation
from sessions_app.actions import planning, proceedings, publications
from sessions_app.models import DialogueSession, Publication
from sessions_app.queries.publications import NOT_A_CONFERENCE, publications_of
from tests.factories import sessions_app as factories
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import SAI_GON, committee_post, council_post, party_office, secretary_post
from tests.support import moments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]

TODAY, NOW = factories.TODAY, factories.NOW
HELD_ON = factories.SESSION_ON  # Thursday 19/3/2026
LAST_DAY = date(2026, 3, 12)
FACTS = {"channels": ["radio", "board"], "where": "Đài truyền thanh thử; bảng niêm yết trụ sở thử"}


@pytest.fixture
def seat():
    return SeatFactory(role=Role.OFFICE, unit=office_of(committee_post().unit, TODAY))


def conference(seat, **facts) -> DialogueSession:
    given = {"posts": [committee_post()], "is_commune_conference": True} | facts
    return factories.scheduled(seat, **given)


def owed(session) -> list[tuple]:
    """Clause, first day that is advised, last lawful day, whether the base is planned."""
    return [
        (row.duty.rule, row.duty.due_on, row.duty.lawful_until, row.duty.base_is_planned)
        for row in publications_of(session)
    ]


def announcement(session) -> Publication:
    return publications_of(session).get(kind="announcement")


def results(session) -> Publication:
    return publications_of(session).get(kind="results")


def record(row, day, seat, **facts):
    at = moments.at(max(day, TODAY), "16:00")
    return publications.record(
        row, published_on=day, by=seat.actor, on=max(day, TODAY), at=at, **FACTS | facts
    )


def ended(session, seat, day=HELD_ON) -> DialogueSession:
    return proceedings.record_end(
        session, ended_at=moments.at(day, "16:30"), by=seat.actor, at=moments.at(day, "17:00")
    )


# -- the clocks


@pytest.mark.rule("L43.announce", "L43.results", "D13.1.b-2.s1", "D13.3.a")
def test_both_clocks_run_beside_those_of_the_regulation(seat):
    session = conference(seat)
    assert owed(session) == [
        ("L43.announce", LAST_DAY, LAST_DAY, False),
        ("L43.results", date(2026, 3, 29), date(2026, 3, 30), True),
    ]
    assert [duty.rule for duty in duties_of(session)] == [
        "D13.1.b-2.s1", "D13.3.a", "L43.announce", "L43.results",
    ]  # fmt: skip
    duty = announcement(session).duty
    assert (duty.edition, duty.reading) == (
        "72-2025-QH15",
        {"days": 7, "counting": "calendar", "reading": "loose"},
    )
    assert (duty.owed_by, duty.owed_to) == (seat.unit, committee_post().unit)


def test_an_ordinary_session_owes_neither(seat):
    session = factories.scheduled(seat, posts=[committee_post()])
    assert (owed(session), duties_of(session).count()) == ([], 2)


@pytest.mark.rule("D18.5")
def test_of_a_joint_session_the_committee_alone_owes_them(seat):
    person = factories.held(secretary_post()).official
    factories.held(committee_post()).delete()
    factories.TenureFactory(post=committee_post(), official=person)
    session = factories.scheduled(
        factories.office_seat(), posts=[secretary_post(), committee_post()], is_commune_conference=True
    )
    assert {row.hosting.branch for row in publications_of(session)} == {"government"}
    assert len(owed(session)) == 2


@pytest.mark.parametrize("post", [council_post, secretary_post])
def test_no_other_post_holds_such_a_conference(seat, post):
    with pytest.raises(RuleViolation) as refused:
        conference(seat, posts=[post()])
    assert (refused.value.article, str(refused.value)) == (Article.CONFERENCE_ANNOUNCED, NOT_A_CONFERENCE)
    assert DialogueSession.objects.count() == 0


def amend(session, seat, **facts):
    given = {"posts": [committee_post()], "is_commune_conference": True} | facts
    session.refresh_from_db()
    return planning.amend(session, factories.plan(**given), by=seat.actor, on=TODAY, at=NOW)


def test_another_day_moves_both_and_leaves_the_moves(seat):
    session = conference(seat)
    amend(session, seat, held_on=HELD_ON + timedelta(days=5))
    assert [row[1] for row in owed(session)] == [date(2026, 3, 17), date(2026, 4, 3)]
    moves = DutyMove.objects.filter(duty__publication__isnull=False).order_by("pk")
    assert list(moves.values_list("old_due_on", "new_due_on")) == [
        (LAST_DAY, date(2026, 3, 17)),
        (date(2026, 3, 29), date(2026, 4, 3)),
    ]


def test_a_session_becomes_a_conference_and_stops_being_one(seat):
    session = factories.scheduled(seat, posts=[committee_post()])
    amend(session, seat)
    assert len(owed(session)) == 2
    amend(session, seat, is_commune_conference=False)
    assert owed(session) == []
    assert set(Publication.objects.values_list("duty__void_reason", flat=True)) == {
        "Buổi đối thoại không còn là hội nghị đối thoại với Nhân dân."
    }
    amend(session, seat)
    assert (len(owed(session)), Publication.objects.count()) == (2, 4)


def test_saving_the_same_plan_again_opens_nothing(seat):
    session = conference(seat)
    before = owed(session)
    amend(session, seat, title="Tên khác")
    assert (owed(session), Publication.objects.count()) == (before, 2)


@pytest.mark.parametrize("verb", [planning.postpone, planning.cancel])
def test_a_conference_that_is_not_held_owes_nothing_more(seat, verb):
    session = conference(seat)
    record(announcement(session), TODAY, seat)
    verb(session, reason="Bão", by=seat.actor, on=TODAY, at=NOW)
    made, waiting = Publication.objects.order_by("pk")
    assert (made.duty.met_on, made.duty.voided_on) == (TODAY, None)
    assert (waiting.duty.met_on, waiting.duty.voided_on) == (None, TODAY)


def test_a_postponed_conference_is_announced_again(seat):
    session = conference(seat)
    record(announcement(session), TODAY, seat)
    planning.postpone(session, reason="Bão", by=seat.actor, on=TODAY, at=NOW)
    session.refresh_from_db()
    plan = factories.plan(
        posts=[committee_post()], is_commune_conference=True, held_on=HELD_ON + timedelta(days=14)
    )
    planning.reschedule(session, plan, by=seat.actor, on=TODAY, at=NOW)
    assert [(row.kind, row.published_on, row.duty.due_on) for row in publications_of(session)] == [
        ("announcement", None, date(2026, 3, 26)),
        ("results", None, date(2026, 4, 12)),
    ]


@pytest.mark.rule("L43.results")
def test_the_ten_days_run_from_the_real_end(seat):
    session = conference(seat)
    ended(session, seat, HELD_ON + timedelta(days=1))
    assert owed(session)[1] == ("L43.results", date(2026, 3, 30), date(2026, 3, 30), False)


# -- recording


@pytest.mark.rule("L43.announce")
@pytest.mark.parametrize(
    ("day", "standing"), [(LAST_DAY, Standing.MET_IN_TIME), (LAST_DAY + timedelta(days=1), Standing.MET_LATE)]
)
def test_an_announcement_is_judged_by_its_day(seat, day, standing):
    session = conference(seat)
    row = record(announcement(session), day, seat, late_reason="Đài hỏng" if day > LAST_DAY else "")
    row.duty.refresh_from_db()
    assert standing_of(row.duty, on=HELD_ON) is standing
    act = Act.objects.get(verb="publication.record")
    assert (act.clause, act.title) == ("L43.announce", f"Công bố hội nghị đối thoại ngày {day:%d/%m/%Y}")


@pytest.mark.rule("L43.results")
def test_results_published_on_the_working_day_after_a_sunday_are_in_time(seat):
    session = ended(conference(seat), seat)
    row = record(results(session), date(2026, 3, 30), seat)
    row.duty.refresh_from_db()
    assert standing_of(row.duty, on=date(2026, 4, 1)) is Standing.MET_IN_TIME


@pytest.mark.parametrize(
    ("kind", "day", "facts", "words"),
    [
        ("announcement", HELD_ON + timedelta(days=1), {"late_reason": "x"},
         "Hội nghị tổ chức ngày 19/03/2026: ngày công bố không thể sau ngày này."),
        ("announcement", LAST_DAY + timedelta(days=1), {},
         "Chậm nhất là ngày 12/03/2026. Ghi lý do công bố trễ."),
        ("announcement", TODAY, {"channels": []}, "Chọn ít nhất một hình thức công bố."),
        ("announcement", TODAY, {"channels": ["bồ câu"]}, "Chọn ít nhất một hình thức công bố."),
        ("announcement", TODAY, {"where": " "}, "Ghi nơi công bố: tên đài, trang thông tin, bảng niêm yết."),
        ("results", TODAY, {}, "Chưa ghi nhận kết thúc buổi đối thoại nên chưa có kết quả để công khai."),
    ],
)  # fmt: skip
def test_what_cannot_be_true_is_refused_and_changes_nothing(seat, kind, day, facts, words):
    session = conference(seat)
    row = publications_of(session).get(kind=kind)
    with pytest.raises(RuleViolation) as refused:
        record(row, day, seat, **facts)
    row.refresh_from_db()
    assert (str(refused.value), row.published_on, row.duty.met_on) == (words, None, None)


def test_results_do_not_come_before_the_end_nor_any_day_before_it_has_come(seat):
    session = ended(conference(seat), seat)
    for day, on, words in (
        (HELD_ON - timedelta(days=1), HELD_ON, "Ngày công khai không thể trước ngày kết thúc (19/03/2026)."),
        (HELD_ON + timedelta(days=1), HELD_ON, "Ngày công bố không thể sau hôm nay (19/03/2026)."),
    ):
        with pytest.raises(RuleViolation) as refused:
            publications.record(
                results(session), published_on=day, by=seat.actor, on=on, at=moments.at(on, "18:00"), **FACTS
            )
        assert str(refused.value) == words


def test_it_is_recorded_once(seat):
    session = conference(seat)
    row = announcement(session)
    record(row, TODAY, seat)
    with pytest.raises(TransitionRefused):
        record(row, TODAY, seat, where="Nơi khác")
    row.refresh_from_db()
    assert row.where == FACTS["where"]


def test_the_database_keeps_day_moment_and_place_together(seat):
    row = announcement(conference(seat))
    for change in ({"published_on": TODAY}, {"where": "Đài"}, {"recorded_at": NOW}):
        with pytest.raises(IntegrityError, match="publication_made_is_complete"), transaction.atomic():
            Publication.objects.filter(pk=row.pk).update(**change)


# -- pages


def page(session, kind="announcement"):
    return reverse("sessions_app:publication", args=(session.code, kind))


def typed(**changed):
    return {
        "published_on": f"{TODAY:%d/%m/%Y}",
        "channels": ["radio"],
        "where": "Đài truyền thanh thử",
        "late_reason": "",
        "idempotency_key": "a",
    } | changed


@pytest.fixture
def office(client_for, seat, frozen):
    frozen(TODAY)
    return client_for(seat)


@pytest.mark.rule("L43.announce")
def test_the_office_records_it_from_the_overview(office, seat):
    session = conference(seat)
    overview = reverse("sessions_app:session_detail", args=(session.code,))
    rows = office.get(overview).context["publications"]
    assert [(row["label"], row["text"], row["record_url"]) for row in rows] == [
        ("Công bố hội nghị đối thoại", "Chậm nhất Thứ Năm, ngày 12/03/2026", page(session)),
        ("Công khai kết quả", "Chậm nhất Chủ nhật, ngày 29/03/2026, dự kiến", ""),
    ]
    assert office.get(page(session)).status_code == 200
    assert office.post(page(session), typed()).url == overview
    assert office.post(page(session), typed()).url == overview
    row = office.get(overview).context["publications"][0]
    assert (row["text"], row["record_url"]) == ("Ngày 09/03/2026: đài truyền thanh. Đài truyền thanh thử", "")
    assert "Ngày 09/03/2026: đài truyền thanh" in office.get(page(session)).content.decode()
    assert Act.objects.filter(verb="publication.record").count() == 1


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"published_on": "10/03/2026"}, "published_on", "Ngày công bố không thể sau hôm nay (09/03/2026)."),
        (
            {"published_on": "31/02/2026"},
            "published_on",
            "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/12/2026.",
        ),
        ({"channels": []}, "channels", "Nhập hình thức."),
        ({"where": ""}, "where", "Nhập nơi công bố."),
    ],
)
@pytest.mark.one_engine
def test_bad_input_stands_at_its_field_and_is_kept(office, seat, changed, field, words):
    session = conference(seat)
    answer = office.post(page(session), typed(**changed))
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert form["where"].value() == changed.get("where", "Đài truyền thanh thử")
    assert announcement(session).published_on is None
    assert words in form.errors[field] or field == "channels"


@pytest.mark.one_engine
def test_who_may_and_where_there_is_nothing(client_for, office, seat):
    session = conference(seat)
    ordinary = factories.scheduled(seat, posts=[committee_post()])
    leader = client_for(SeatFactory(role=Role.LEADER, unit=committee_post().unit))
    stranger = client_for(SeatFactory(role=Role.OFFICE, unit=party_office(SAI_GON)))
    assert [
        office.get(page(session)).status_code,
        leader.get(page(session)).status_code,
        stranger.get(page(session)).status_code,
        office.get(page(ordinary)).status_code,
        office.get(page(session, "bo-cau")).status_code,
    ] == [200, 403, 404, 404, 404]


@pytest.mark.one_engine
def test_the_form_offers_it_to_the_offices_of_the_committee_alone(office, client_for):
    new = reverse("sessions_app:session_new")
    party = client_for(factories.office_seat())
    factories.held(committee_post())
    factories.held(secretary_post())
    assert "is_commune_conference" in office.get(new).context["form"].fields
    assert "is_commune_conference" not in party.get(new).context["form"].fields


def test_an_announcement_of_another_day_is_owed_again(seat):
    session = conference(seat)
    record(announcement(session), TODAY, seat)
    amend(session, seat, title="Tên khác")
    assert announcement(session).published_on == TODAY
    amend(session, seat, held_on=HELD_ON + timedelta(days=5))
    assert (announcement(session).published_on, announcement(session).duty.due_on) == (
        None,
        date(2026, 3, 17),
    )
    assert Publication.objects.filter(published_on=TODAY).count() == 1


def test_results_are_recorded_from_the_overview_once_the_session_has_ended(client_for, seat, frozen):
    session = ended(conference(seat), seat)
    frozen(date(2026, 3, 20))
    office = client_for(seat)
    rows = office.get(reverse("sessions_app:session_detail", args=(session.code,))).context["publications"]
    assert [row["record_url"] for row in rows] == [page(session), page(session, "results")]
    answer = office.post(page(session, "results"), typed(published_on="20/03/2026"))
    assert answer.url == reverse("sessions_app:session_detail", args=(session.code,))
    assert results(session).published_on == date(2026, 3, 20)
