"""The administrator: rules by role, and taking a lost second factor from somebody's account."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts import second_factor
from accounts.enums import Role
from accounts.models import BrowserSession, SecondFactorRule
from audit.models import Act
from tests.accounts.authenticator import give_app
from tests.factories.accounts import PASSWORD, SeatFactory, UserFactory
from tests.support.moments import ORDINARY_MONDAY

pytestmark = pytest.mark.django_db

PAGE, DECIDE, RESET = "/bao-mat/quan-tri/", "/bao-mat/quan-tri/quy-dinh/", "/bao-mat/quan-tri/dat-lai/"


@pytest.fixture(autouse=True)
def _today(frozen):
    frozen(ORDINARY_MONDAY)


@pytest.fixture
def admin(login):
    return login(Role.ADMIN)


@pytest.fixture
def person():
    seat = SeatFactory(user=UserFactory(username="mat.may"))
    give_app(seat.user)
    return seat.user


def decide(client, **typed):
    fields = {
        "role": Role.AGENCY, "is_required": "0", "valid_from": f"{ORDINARY_MONDAY:%d/%m/%Y}",
        "reason": "Công văn 12", "idempotency_key": "k",
    }  # fmt: skip
    return client.post(DECIDE, fields | typed)


def reset(client, **typed):
    fields = {"username": "mat.may", "grounds": "Mất máy, đã gặp trực tiếp", "idempotency_key": "k"}
    return client.post(RESET, fields | typed)


class TestRules:
    def test_a_rule_is_kept_with_its_day_and_reason_and_shown(self, admin, settings):
        settings.SECOND_FACTOR_ENFORCED = True
        session = admin.session
        session["second_factor_shown"] = True
        session.save()
        agency = SeatFactory(role=Role.AGENCY)
        assert second_factor.is_owed(agency, on=ORDINARY_MONDAY)
        assert decide(admin).url == PAGE
        assert not second_factor.is_owed(agency, on=ORDINARY_MONDAY)
        act = Act.objects.get(verb="second_factor.decide")
        assert (act.seat, act.note) == (admin.seat, "Công văn 12")
        later = ORDINARY_MONDAY + timedelta(days=7)
        decide(admin, is_required="1", valid_from=f"{later:%d/%m/%Y}", idempotency_key="l")
        row = next(row for row in admin.get(PAGE).context["rows"] if row["role"] == Role.AGENCY.label)
        assert row == {
            "role": "Cơ quan giải quyết",
            "state": "Không bắt buộc",
            "since": f"từ {ORDINARY_MONDAY:%d/%m/%Y}: Công văn 12",
            "coming": f"Bắt buộc từ {later:%d/%m/%Y}",
        }

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"role": "king"}, "role"),
            ({"role": ""}, "role"),
            ({"is_required": ""}, "is_required"),
            ({"valid_from": f"{ORDINARY_MONDAY - timedelta(days=1):%d/%m/%Y}"}, "valid_from"),
            ({"valid_from": "31/02/2026"}, "valid_from"),
            ({"reason": " "}, "reason"),
        ],
    )
    def test_anything_else_is_refused_at_the_field(self, admin, typed, field):
        answer = decide(admin, **typed)
        assert list(answer.context["rule_form"].errors) == [field]
        assert not SecondFactorRule.objects.exists()


class TestResetting:
    def test_everything_is_taken_away_with_a_reason_and_the_sessions_end(self, admin, person, client):
        client.force_login(person)
        assert reset(admin).url == PAGE
        assert not second_factor.is_set_up(person)
        assert second_factor.codes_left(person) == []
        assert not BrowserSession.objects.filter(user=person).exists()
        act = Act.objects.get(verb="second_factor.reset")
        assert (act.seat, act.note) == (admin.seat, "Mất máy, đã gặp trực tiếp")
        assert (
            client.post("/dang-nhap/", {"username": "mat.may", "password": PASSWORD}).url == "/viec-cua-toi/"
        )

    @pytest.mark.parametrize(
        ("typed", "field"), [({"username": "khong.ai"}, "username"), ({"grounds": ""}, "grounds")]
    )
    def test_without_a_person_or_a_reason_nothing_happens(self, admin, person, typed, field):
        assert list(reset(admin, **typed).context["reset_form"].errors) == [field]
        assert second_factor.is_set_up(person)

    def test_who_has_none_and_oneself_are_refused_with_a_sentence(self, admin):
        SeatFactory(user=UserFactory(username="khong.co"))
        errors = reset(admin, username="khong.co").context["reset_form"].non_field_errors()
        assert "chưa bật" in errors[0]
        give_app(admin.seat.user)
        errors = reset(admin, username=admin.seat.user.username).context["reset_form"].errors["username"]
        assert "Không tự đặt lại" in errors[0]
        assert second_factor.is_set_up(admin.seat.user)

    def test_the_command_on_the_server_does_the_same(self, person, capsys):
        with pytest.raises(CommandError, match="No account"):
            call_command("reset_second_factor", "khong.ai", reason="x")
        call_command("reset_second_factor", "mat.may", reason="Người quản trị duy nhất mất máy")
        assert not second_factor.is_set_up(person)
        act = Act.objects.get(verb="second_factor.reset")
        assert (act.seat, act.note) == (None, "Người quản trị duy nhất mất máy")
        with pytest.raises(CommandError, match="chưa bật"):
            call_command("reset_second_factor", "mat.may", reason="x")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_others_may_neither_decide_nor_reset(login, person, role):
    client = login(role)
    for answer in (client.get(PAGE), decide(client), reset(client)):
        assert answer.status_code == 403
    assert "quan-tri" not in client.get("/bao-mat/").content.decode()
    assert second_factor.is_set_up(person)
    assert not SecondFactorRule.objects.exists()


def test_reading_needs_no_form_and_the_link_stands_on_the_page(admin):
    assert PAGE in admin.get("/bao-mat/").content.decode()
    assert admin.get(PAGE).status_code == 200
    assert admin.get(DECIDE).status_code == admin.get(RESET).status_code == 405
