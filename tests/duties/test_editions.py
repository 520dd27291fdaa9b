"""A successor text and a unit with a text of its own: rows, not code. What was counted stays as it was counted."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from audit.models import Act
from duties.actions import editions, ledger
from duties.actions.editions import DutiesMovedOn, EditionFacts, EditionRefused, TermFacts
from duties.explanations import explanation_of
from duties.models import Duty, DutyMove
from organizations.models import UnitSetting
from organizations.settings import edition_of
from regulation.articles import Article
from regulation.calendars import working_calendar
from regulation.enums import Counting, Reading
from regulation.models import Edition
from regulation.reference_data import DEFAULT_EDITION
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import SAI_GON, party_committee
from tests.support import moments

pytestmark = pytest.mark.django_db

TODAY = moments.ORDINARY_MONDAY  # 9/3/2026
NOW = moments.at(TODAY, "08:00")
FROM = date(2026, 6, 1)
NOTICE = Article.CONCLUSION_NOTICE
REPLACED_TOO_EARLY = (
    "Quy chế kèm theo Quyết định 935-QĐ/TU có hiệu lực từ 28/04/2017: "
    "văn bản thay thế phải có hiệu lực sau ngày này."
)


@pytest.fixture
def seat():
    return SeatFactory(role=Role.ADMIN)


def successor(**changed) -> EditionFacts:
    """A regulation made up for tests: 7 working days before, 7 after, 15 calendar days for answers."""
    facts = {
        "code": "quy-che-thu",
        "title": "Quy chế thử",
        "short_title": "Quy chế thử",
        "cited_as": "Quy chế thử số 1-QC/TU",
        "issuer": "Cơ quan thử",
        "issued_on": date(2026, 5, 1),
        "valid_from": FROM,
        "is_city_wide": True,
        "terms": (
            TermFacts(article=Article.INVITATION_LEAD_TIME, days=7),
            TermFacts(article=NOTICE, days=7, place="khoản 2, Điều 8"),
            TermFacts(article=Article.WRITTEN_ANSWER, days=15, counting=Counting.CALENDAR),
        ),
        "replaces": Edition.objects.get(code=DEFAULT_EDITION),
    }
    return EditionFacts(**facts | changed)


def enter(seat, **changed) -> Edition:
    facts = successor(**changed)
    return editions.enter(facts, seal=editions.effect_of_entering(facts).seal, seat=seat, at=NOW)


def follow(seat, unit, edition, since):
    seal = editions.effect_of_following(unit, edition, since=since).seal
    return editions.follow(unit, edition, since=since, seal=seal, seat=seat, at=NOW)


def owed(seat, base_on: date, *, rule=NOTICE, unit=None, key="") -> Duty:
    unit = unit or party_committee()
    return ledger.open(
        rule, branch="party", subject_key=key or f"thu:{rule.clause}:{base_on}:{unit.pk}", owed_by=unit,
        owed_to=unit, base_on=base_on, title="Việc thử", target_path="/", by=seat.actor, at=NOW,
    )  # fmt: skip


def counted(duty: Duty) -> tuple:
    duty.refresh_from_db()
    return duty.edition, duty.reading["days"], duty.due_on


# -- a successor


def test_a_successor_counts_events_from_its_first_day_on_and_no_earlier_ones(seat):
    enter(seat)
    assert counted(owed(seat, FROM - timedelta(days=1))) == (DEFAULT_EDITION, 10, date(2026, 6, 12))
    assert counted(owed(seat, FROM)) == ("quy-che-thu", 7, date(2026, 6, 10))
    lead = owed(seat, date(2026, 6, 30), rule=Article.INVITATION_LEAD_TIME)
    assert counted(lead) == ("quy-che-thu", 7, date(2026, 6, 18))
    answer = owed(seat, date(2026, 6, 5), rule=Article.WRITTEN_ANSWER)
    assert (counted(answer), answer.lawful_until) == (
        ("quy-che-thu", 15, date(2026, 6, 20)),
        date(2026, 6, 22),
    )
    assert Edition.objects.get(code=DEFAULT_EDITION).valid_until == FROM - timedelta(days=1)


def test_open_duties_of_later_events_are_counted_again_and_all_others_stay(seat):
    later = owed(seat, date(2026, 6, 8))
    earlier = owed(seat, date(2026, 5, 29))
    met = owed(seat, date(2026, 6, 9))
    ledger.meet(met, on=TODAY, by=seat.actor, at=NOW)
    before = [counted(duty) for duty in (earlier, met)]
    effect = editions.effect_of_entering(successor())
    assert [(each.duty.pk, each.old_due_on, each.duty.due_on) for each in effect.recounts] == [
        (later.pk, date(2026, 6, 22), date(2026, 6, 17))
    ]
    assert (counted(later), Edition.objects.count()) == ((DEFAULT_EDITION, 10, date(2026, 6, 22)), 2)
    enter(seat)
    assert counted(later) == ("quy-che-thu", 7, date(2026, 6, 17))
    assert [counted(duty) for duty in (earlier, met)] == before
    assert list(DutyMove.objects.values_list("duty", "old_due_on", "new_due_on", "reason")) == [
        (later.pk, date(2026, 6, 22), date(2026, 6, 17), "Văn bản quy định thời hạn thay đổi")
    ]
    acts = Act.objects.filter(verb__in=("edition.enter", "duty.recompute")).order_by("pk")
    assert [act.verb for act in acts] == ["edition.enter", "duty.recompute"]


def test_an_old_verdict_explains_itself_by_the_text_it_was_counted_by(seat):
    duty = owed(seat, date(2026, 5, 15))
    ledger.meet(duty, on=date(2026, 5, 29), by=seat.actor, at=NOW)
    enter(seat, valid_from=date(2026, 5, 2), issued_on=date(2026, 5, 1))
    duty.refresh_from_db()
    explanation = explanation_of(duty, calendar=working_calendar())
    assert (explanation.counted, explanation.computed_on, explanation.agrees) == (10, date(2026, 5, 29), True)


def test_a_session_moved_across_the_border_follows_the_other_text(seat):
    enter(seat)
    duty = owed(seat, date(2026, 5, 29), rule=Article.INVITATION_LEAD_TIME)
    ledger.rebase(
        duty, base_on=date(2026, 6, 30), base_is_planned=False, reason="Dời ngày", by=seat.actor, at=NOW
    )
    assert counted(duty) == ("quy-che-thu", 7, date(2026, 6, 18))


def test_what_changed_meanwhile_has_to_be_seen_first(seat):
    facts = successor()
    seal = editions.effect_of_entering(facts).seal
    duty = owed(seat, date(2026, 6, 8))
    with pytest.raises(DutiesMovedOn):
        editions.enter(facts, seal=seal, seat=seat, at=NOW)
    assert (counted(duty)[0], Edition.objects.filter(code="quy-che-thu").exists()) == (DEFAULT_EDITION, False)
    assert enter(seat).code == "quy-che-thu"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"code": DEFAULT_EDITION}, "Đã có văn bản với mã “935-QD-TU”."),
        ({"issued_on": date(2026, 6, 2)}, "Ngày có hiệu lực không thể trước ngày ban hành."),
        ({"terms": ()}, "Nhập ít nhất một thời hạn."),
        ({"terms": (TermFacts(article=NOTICE, days=366),)}, "Số ngày phải từ 1 đến 365."),
        ({"terms": (TermFacts(article=Article.YEARLY_SESSION, days=5),)}, "Số ngày phải từ 1 đến 365."),
        ({"valid_from": date(2017, 4, 28), "issued_on": date(2017, 4, 28)},
         REPLACED_TOO_EARLY),
    ],
)  # fmt: skip
def test_what_cannot_be_a_text_is_refused(changed, words):
    before = list(Edition.objects.order_by("pk").values_list("code", "valid_until"))
    with pytest.raises(EditionRefused) as refused:
        editions.effect_of_entering(successor(**changed))
    assert str(refused.value) == words
    assert list(Edition.objects.order_by("pk").values_list("code", "valid_until")) == before


# -- a text of one unit


def test_a_unit_follows_its_own_text_from_a_day_on_and_no_other_does(seat):
    own = enter(seat, is_city_wide=False, replaces=None)
    one, other = party_committee(), party_committee(SAI_GON)
    planned = owed(seat, date(2026, 6, 8), unit=one)
    follow(seat, one, own, FROM)
    assert counted(planned) == ("quy-che-thu", 7, date(2026, 6, 17))
    assert counted(owed(seat, date(2026, 6, 9), unit=one))[:2] == ("quy-che-thu", 7)
    assert counted(owed(seat, date(2026, 6, 9), unit=other))[:2] == (DEFAULT_EDITION, 10)
    assert counted(owed(seat, date(2026, 5, 29), unit=one))[:2] == (DEFAULT_EDITION, 10)
    follow(seat, one, None, date(2026, 7, 1))
    assert [edition_of(one.pk, day) for day in (date(2026, 5, 31), FROM, date(2026, 6, 30), date(2026, 7, 1))] == [
        "", "quy-che-thu", "quy-che-thu", ""
    ]  # fmt: skip
    assert [act.title for act in Act.objects.filter(verb="edition.follow").order_by("pk")] == [
        f"{one.name} áp dụng Quy chế thử từ 01/06/2026",
        f"{one.name} áp dụng văn bản chung của Thành phố từ 01/07/2026",
    ]


def test_an_agency_answers_by_the_text_of_the_host(seat):
    own = enter(seat, is_city_wide=False, replaces=None)
    host, agency = party_committee(), party_committee(SAI_GON)
    follow(seat, host, own, FROM)
    duty = ledger.open(
        Article.WRITTEN_ANSWER, branch="party", subject_key="thu", owed_by=agency, owed_to=host,
        base_on=date(2026, 6, 5), title="Việc thử", target_path="/", by=seat.actor, at=NOW,
    )  # fmt: skip
    assert counted(duty)[:2] == ("quy-che-thu", 15)


@pytest.mark.parametrize(
    ("since", "text", "words"),
    [
        (date(2026, 5, 31), "own", "Quy chế thử không có hiệu lực vào ngày 31/05/2026."),
        (FROM, "city", "Quy chế kèm theo Quyết định 935-QĐ/TU áp dụng toàn Thành phố, không cần chọn riêng."),
        (FROM, "", "Đảng ủy phường Bến Thành đang áp dụng văn bản chung của Thành phố."),
    ],
)
def test_what_a_unit_cannot_follow_is_refused(seat, since, text, words):
    texts = {
        "own": enter(seat, is_city_wide=False, replaces=None),
        "city": Edition.objects.get(code=DEFAULT_EDITION),
        "": None,
    }
    with pytest.raises(EditionRefused) as refused:
        editions.effect_of_following(party_committee(), texts[text], since=since)
    assert (str(refused.value), UnitSetting.objects.filter(key="edition").count()) == (words, 0)


def test_the_same_text_or_an_earlier_day_is_refused_once_one_was_chosen(seat):
    own = enter(seat, is_city_wide=False, replaces=None)
    unit = party_committee()
    follow(seat, unit, own, FROM)
    for edition, since, words in (
        (own, date(2026, 7, 1), f"{unit.name} đang áp dụng văn bản này."),
        (None, FROM, f"{unit.name} đã chọn văn bản từ 01/06/2026: chọn ngày sau ngày này."),
    ):
        with pytest.raises(EditionRefused) as refused:
            editions.effect_of_following(unit, edition, since=since)
        assert str(refused.value) == words


# -- the end of one


def test_a_text_that_ends_leaves_later_events_to_the_text_before_it(seat):
    edition = enter(seat, replaces=None)
    duty = owed(seat, date(2026, 7, 6))
    assert counted(duty)[:2] == ("quy-che-thu", 7)
    last_day = date(2026, 6, 30)
    seal = editions.effect_of_ending(edition, last_day=last_day).seal
    editions.end(edition, last_day=last_day, reason="Bãi bỏ", seal=seal, seat=seat, at=NOW)
    assert counted(duty)[:2] == (DEFAULT_EDITION, 10)
    for day, words in ((date(2026, 7, 31), "Văn bản này đã hết hiệu lực sau ngày 30/06/2026."),):
        edition.refresh_from_db()
        with pytest.raises(EditionRefused) as refused:
            editions.effect_of_ending(edition, last_day=day)
        assert str(refused.value) == words


# -- pages


def typed(**changed):
    return {
        "title": "Quy chế thử", "short_title": "Quy chế thử", "cited_as": "Quy chế thử số 1-QC/TU",
        "code": "quy-che-thu", "issuer": "Cơ quan thử", "issued_on": "01/05/2026", "valid_from": "01/06/2026",
        "scope": "city", "replaces": DEFAULT_EDITION, "days_0": "7", "counting_0": "working",
        "reading_0": "strict", "place_0": "", "days_1": "7", "counting_1": "working", "place_1": "khoản 2, Điều 8",
        "idempotency_key": "a",
    } | changed  # fmt: skip


@pytest.fixture
def admin(client_for, seat, frozen):
    frozen(TODAY)
    return client_for(seat)


def test_a_text_is_shown_with_its_effect_before_it_is_kept(admin, seat):
    owed(seat, date(2026, 6, 8))
    page = admin.post("/quy-dinh/them/", typed())
    assert page.context["effect"] == "1 việc đang làm được tính theo văn bản này, 1 việc đổi hạn."
    assert len(page.context["moves"]["rows"]) == 1
    assert Edition.objects.filter(code="quy-che-thu").count() == 0
    seal = page.context["form"]["seal"].value()
    assert admin.post("/quy-dinh/them/", typed(seal=seal)).url == "/quy-dinh/"
    assert admin.post("/quy-dinh/them/", typed(seal=seal)).url == "/quy-dinh/"
    edition = Edition.objects.get(code="quy-che-thu")
    assert list(edition.terms.order_by("pk").values_list("article", "days", "reading", "place")) == [
        ("D9.1.b-2.s1", 7, Reading.STRICT, ""),
        ("D9.3.a", 7, Reading.STRICT, "khoản 2, Điều 8"),
    ]


def test_what_was_typed_differently_after_it_was_shown_is_shown_again(admin, seat):
    seal = admin.post("/quy-dinh/them/", typed()).context["form"]["seal"].value()
    page = admin.post("/quy-dinh/them/", typed(seal=seal, days_1="8"))
    assert page.context["form"].non_field_errors() == [
        "Các việc đang làm vừa thay đổi. Xem lại ảnh hưởng rồi bấm áp dụng lần nữa."
    ]
    assert page.context["form"]["seal"].value() != seal
    assert Edition.objects.filter(code="quy-che-thu").count() == 0


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"code": "quy chế"}, "code", "Chỉ dùng chữ không dấu, số và dấu gạch nối."),
        ({"valid_from": "31/02/2026"}, "valid_from", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/12/2026."),
        ({"days_1": "mười"}, "days_1", "Nhập một số, ví dụ 10."),
        ({"days_1": "0"}, "days_1", "Số ngày phải từ 1 đến 365."),
        ({"days_0": "", "days_1": ""}, "days_0", "Nhập ít nhất một thời hạn."),
        ({"issued_on": "02/06/2026"}, "__all__", "Ngày có hiệu lực không thể trước ngày ban hành."),
    ],
)
def test_bad_input_stands_at_its_field_and_is_kept(admin, changed, field, words):
    page = admin.post("/quy-dinh/them/", typed(**changed))
    form = page.context["form"]
    assert form.errors == {field: [words]}
    assert form["title"].value() == "Quy chế thử"
    assert Edition.objects.count() == 2


@pytest.mark.one_engine
def test_a_unit_is_given_its_text_on_the_page(admin, seat):
    enter(seat, is_city_wide=False, replaces=None)
    sent = {
        "unit": party_committee().name,
        "edition": "quy-che-thu",
        "since": "01/06/2026",
        "idempotency_key": "b",
    }
    page = admin.post("/quy-dinh/don-vi/", sent)
    assert page.context["effect"] == "Không có việc đang làm nào bị tính lại."
    admin.post("/quy-dinh/don-vi/", sent | {"seal": page.context["form"]["seal"].value()})
    rows = admin.get("/quy-dinh/").context["followers"]["rows"]
    assert [[cell["text"] for cell in row] for row in rows] == [
        [party_committee().name, "Quy chế thử", "01/06/2026", ""]
    ]
    refused = admin.post("/quy-dinh/don-vi/", sent | {"unit": "Đảng ủy Nào Đó", "idempotency_key": "c"})
    assert list(refused.context["form"].errors) == ["unit"]


@pytest.mark.one_engine
def test_an_end_is_entered_on_the_page(admin, seat):
    enter(seat, replaces=None)
    address = "/quy-dinh/quy-che-thu/het-hieu-luc/"
    sent = {"last_day": "30/06/2026", "reason": "Bãi bỏ", "idempotency_key": "b"}
    seal = admin.post(address, sent).context["form"]["seal"].value()
    assert admin.post(address, sent | {"seal": seal}).url == "/quy-dinh/"
    assert Edition.objects.get(code="quy-che-thu").valid_until == date(2026, 6, 30)


@pytest.mark.one_engine
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_all_staff_read_the_texts_and_the_administrator_alone_changes_them(client_for, role):
    client = client_for(SeatFactory(role=role))
    page = client.get("/quy-dinh/")
    assert (page.status_code, page.context["may_change"]) == (200, False)
    addresses = ["/quy-dinh/them/", "/quy-dinh/don-vi/", f"/quy-dinh/{DEFAULT_EDITION}/het-hieu-luc/"]
    assert [client.get(address).status_code for address in addresses] == [403] * 3
    assert [client.post(address, {}).status_code for address in addresses] == [403] * 3


def test_the_list_costs_the_same_for_one_and_for_three(admin, seat, django_assert_num_queries):
    own = enter(seat, is_city_wide=False, replaces=None)
    follow(seat, party_committee(), own, FROM)
    admin.get("/quy-dinh/")
    with django_assert_num_queries(7):
        admin.get("/quy-dinh/")
    for number in (2, 3):
        enter(seat, code=f"quy-che-thu-{number}", is_city_wide=False, replaces=None)
    follow(seat, party_committee(SAI_GON), own, FROM)
    with django_assert_num_queries(7):
        page = admin.get("/quy-dinh/")
    assert (len(page.context["table"]["rows"]), len(page.context["followers"]["rows"])) == (5, 2)
