"""The announcement of a conference as a paper with a number (Luật 72/2025/QH15, Điều 43)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from documents.models import IssuedDocument
from organizations.queries import office_of
from regulation.articles import Article
from regulation.violations import RuleViolation
from sessions_app.actions import planning, publications
from sessions_app.announcement_paper import usual_signature
from sessions_app.queries.publications import publications_of
from tests.factories import sessions_app as factories
from tests.factories.accounts import SeatFactory
from tests.factories.organizations import committee_post, party_office
from tests.support import moments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]

TODAY, NOW = factories.TODAY, factories.NOW


@pytest.fixture
def seat():
    return SeatFactory(role=Role.OFFICE, unit=office_of(committee_post().unit, TODAY))


@pytest.fixture
def session(seat):
    return factories.scheduled(seat, posts=[committee_post()], is_commune_conference=True)


def owed(session, kind="announcement"):
    return publications_of(session).get(kind=kind)


def number(session, seat, *, kind="announcement", at=NOW) -> IssuedDocument:
    row = owed(session, kind)
    signature = usual_signature(row.hosting, on=TODAY)
    return publications.number_announcement(row, signature=signature, by=seat.actor, on=TODAY, at=at)


@pytest.mark.rule("L43.announce")
def test_it_states_time_place_content_and_how_to_take_part_in_the_form_of_the_state(session, seat):
    paper = number(session, seat)
    assert (paper.number_text, paper.layout_edition) == ("Số: 01/TB-UBND", "nd30-cp")
    facts = paper.facts
    assert (facts["place"], facts["content"]) == (session.place, session.content)
    assert facts["starts_at"] == moments.at(factories.SESSION_ON, "14:00").isoformat()
    assert facts["citation"] == Article.CONFERENCE_ANNOUNCED.cited_in_full_for("government")
    assert facts["office"].startswith("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường Bến Thành")
    assert facts["signature"]["authority"] == "TM. ỦY BAN NHÂN DÂN"
    assert owed(session).published_on is None


def test_asking_again_finds_the_same_paper_and_another_day_gets_another(session, seat):
    first = number(session, seat)
    assert number(session, seat) == first
    planning.postpone(session, reason="Mưa bão", by=seat.actor, on=TODAY, at=NOW)
    session.refresh_from_db()
    held_on = factories.SESSION_ON + timedelta(days=7)
    plan = factories.plan(held_on=held_on, posts=[committee_post()], is_commune_conference=True)
    planning.reschedule(session, plan, by=seat.actor, on=TODAY, at=NOW)
    second = number(session, seat)
    assert (second.number, second.facts["starts_at"]) == (2, moments.at(held_on, "14:00").isoformat())


@pytest.mark.parametrize(
    ("kind", "at", "told"),
    [
        ("results", NOW, "bằng thông báo kết luận"),
        ("announcement", moments.at(factories.SESSION_ON, "14:00"), "Hội nghị đã bắt đầu"),
    ],
)
def test_results_and_what_has_begun_are_not_announced(session, seat, kind, at, told):
    with pytest.raises(RuleViolation, match=told):
        number(session, seat, kind=kind, at=at)
    assert not IssuedDocument.objects.exists()


class TestPage:
    @pytest.fixture
    def url(self, session) -> str:
        return reverse("sessions_app:announcement", args=(session.code,))

    @pytest.fixture
    def today(self, frozen) -> None:
        frozen(TODAY, "09:00")

    def _typed(self, page: str, **changed) -> dict[str, str]:
        key = page.split('name="idempotency_key" value="')[1].split('"', maxsplit=1)[0]
        return {
            "idempotency_key": key,
            "authority_0": "TM. ỦY BAN NHÂN DÂN\r\nKT. CHỦ TỊCH",
            "position_0": "PHÓ CHỦ TỊCH",
            "name_0": "Minh Họa Phó",
        } | changed

    @pytest.mark.usefixtures("today")
    def test_the_office_looks_issues_and_is_led_to_record_it(self, client_for, seat, url):
        client = client_for(seat)
        page = client.get(url).content.decode()
        preview = client.get(f"{url}xem-truoc/")
        assert preview["Content-Type"] == "application/pdf"
        assert not IssuedDocument.objects.exists()
        answer = client.post(url, self._typed(page), follow=True).content.decode()
        paper = IssuedDocument.objects.get()
        assert paper.file is not None
        assert paper.facts["signature"]["authority"].splitlines() == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"]
        assert reverse("documents:document_file", args=(paper.code,)) in answer
        assert "ghi nhận ngày và nơi công bố" in answer

    @pytest.mark.usefixtures("today")
    def test_a_formula_of_the_party_is_refused_at_its_field_and_kept(self, client_for, seat, url):
        client = client_for(seat)
        typed = self._typed(client.get(url).content.decode(), authority_0="T/M ỦY BAN NHÂN DÂN")
        answer = client.post(url, typed).content.decode()
        assert "Văn bản hành chính ghi TM., TL., TUQ., KT. hoặc Q." in answer
        assert "T/M ỦY BAN NHÂN DÂN" in answer
        assert not IssuedDocument.objects.exists()

    @pytest.mark.usefixtures("today")
    def test_another_office_finds_nothing(self, client_for, url):
        other = client_for(SeatFactory(role=Role.OFFICE, unit=party_office("phuong-sai-gon")))
        assert other.get(url).status_code == 404
        assert other.post(url).status_code == 404
        assert other.get(f"{url}xem-truoc/").status_code == 404

    @pytest.mark.usefixtures("today")
    def test_an_ordinary_session_has_no_announcement(self, client_for, seat):
        ordinary = factories.scheduled(seat, posts=[committee_post()])
        url = reverse("sessions_app:announcement", args=(ordinary.code,))
        assert client_for(seat).get(url).status_code == 404
