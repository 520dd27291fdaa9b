"""The demo city: recognisably invented, the same each time, refused where it does not belong."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role
from accounts.models import Seat, User
from audit.actors import ActorKind
from audit.models import Act
from dialogue_portal.demo.accounts import ACCOUNTS, kept_password
from dialogue_portal.demo.holders import JOINT_WARD, SEPARATE_WARD, seed_holders
from dialogue_portal.demo.people import FAMILY_NAME, person
from organizations import presiding, queries
from organizations.enums import PostKind
from organizations.models import Delegation, Official, Tenure, Unit
from tests.factories.organizations import (
    OfficialFactory,
    TenureFactory,
    committee_post,
    council_post,
    post,
    secretary_post,
)
from tests.support.moments import ORDINARY_MONDAY


@pytest.fixture
def run(settings, tmp_path, monkeypatch, frozen):
    """Runs the command on an ordinary Monday with its own data folder."""
    settings.DATA_DIR = tmp_path
    settings.DEMO_PASSWORD = ""
    # Sessions have tests of their own; here it is about people, accounts and the command.
    monkeypatch.setattr("dialogue_portal.demo.city.seed_sessions", lambda **_: [])
    frozen(ORDINARY_MONDAY)

    def command() -> str:
        out = StringIO()
        call_command("seed_demo", stdout=out)
        return out.getvalue()

    return command


class TestPeople:
    def test_everybody_is_recognisable_and_nobody_comes_twice(self):
        everybody = [person(number).full_name for number in range(1000)]
        assert len(set(everybody)) == 1000
        assert {name.startswith(f"{FAMILY_NAME} ") for name in everybody} == {True}

    def test_two_of_five_are_women(self):
        salutations = [person(number).salutation for number in range(1000)]
        assert (salutations.count("Bà"), salutations.count("Ông")) == (400, 600)

    def test_a_number_always_names_the_same_person(self):
        assert person(0) == person(0)
        assert person(0).full_name == "Minh Họa Quốc Bảo"


@pytest.mark.django_db
class TestCity:
    def test_a_second_run_adds_nothing(self, run):
        first = run()
        counts = [model.objects.count() for model in (Official, Tenure, Delegation, User, Seat, Act)]
        second = run()
        assert first.startswith("Demo city: 526 holders and 11 accounts added")
        assert second.startswith("Demo city: 0 holders and 0 accounts added")
        assert [model.objects.count() for model in (Official, Tenure, Delegation, User, Seat, Act)] == counts

    def test_every_person_is_marked_as_invented_and_named_so(self, run):
        run()
        assert not Official.objects.filter(is_demo=False).exists()
        assert not Official.objects.exclude(full_name__startswith=f"{FAMILY_NAME} ").exists()
        assert not User.objects.exclude(full_name__startswith=f"{FAMILY_NAME} ").exists()
        assert not User.objects.filter(is_demo=False).exists()
        assert not Unit.objects.exclude(phone="").exclude(phone__startswith="028 0000 ").exists()
        assert not User.objects.exclude(email__endswith="@minhhoa.example").exists()

    def test_sorting_works_for_rows_that_were_made_in_bulk(self, run):
        run()
        official = Official.objects.order_by("?").first()
        before = official.name_sort
        official.save()
        assert official.name_sort == before

    def test_in_most_communes_the_secretary_also_chairs_the_council(self, run):
        run()
        tenures = {
            (tenure.post.unit.territory_id, tenure.post.kind): tenure
            for tenure in Tenure.objects.filter(post__level="commune").select_related("post__unit")
        }
        communes = {territory for territory, _ in tenures}
        assert len(communes) == 168
        of = PostKind
        same = [
            territory
            for territory in communes
            if (territory, of.COUNCIL_CHAIR) in tenures
            and tenures[territory, of.COUNCIL_CHAIR].official_id
            == tenures[territory, of.PARTY_SECRETARY].official_id
        ]
        assert 120 < len(same) < 168
        for territory in communes:
            secretary = tenures[territory, of.PARTY_SECRETARY]
            chair = tenures.get((territory, of.COMMITTEE_CHAIR))
            assert chair is None or chair.official_id != secretary.official_id
        chairs = [territory for territory in communes if (territory, of.COMMITTEE_CHAIR) in tenures]
        assert 0 < 168 - len(chairs) < 10
        assert Tenure.objects.filter(acting=True, post__kind=of.COMMITTEE_CHAIR).exists()

    def test_the_shown_wards_are_one_joint_and_one_apart(self, run):
        run()
        ben_thanh = [secretary_post(), council_post()]
        assert presiding.may_be_joint(ben_thanh, ORDINARY_MONDAY)
        sai_gon = [secretary_post("phuong-sai-gon"), council_post("phuong-sai-gon")]
        assert not presiding.may_be_joint(sai_gon, ORDINARY_MONDAY)
        assert (ben_thanh[0].unit.key, sai_gon[0].unit.key) == (JOINT_WARD, SEPARATE_WARD)
        for ward in ("phuong-ben-thanh", "phuong-sai-gon"):
            assert not queries.holder_of(committee_post(ward), ORDINARY_MONDAY).acting

    def test_the_city_has_a_person_with_two_posts_and_deputies_who_may_preside(self, run):
        run()
        government = post("ubnd-thanh-pho", PostKind.COMMITTEE_CHAIR)
        its_committee = post("dang-uy-ubnd-thanh-pho", PostKind.PARTY_SECRETARY)
        assert presiding.may_be_joint([its_committee, government], ORDINARY_MONDAY)
        options = presiding.presiding_options(post("thanh-uy", PostKind.PARTY_SECRETARY), ORDINARY_MONDAY)
        assert [option.title for option in options] == ["Bí thư Thành ủy", "Phó Bí thư Thành ủy"]

    def test_next_year_the_same_deputies_are_authorised_anew(self, run):
        run()
        seed_holders(on=date(2027, 3, 8))
        deputies = Delegation.objects.filter(post__unit__key="thanh-uy").order_by("valid_from")
        assert [row.valid_from.year for row in deputies] == [2026, 2027]
        assert len({row.delegate_id for row in deputies}) == 1

    def test_holders_and_telephones_that_somebody_entered_stay(self, run):
        real = TenureFactory(
            post=secretary_post(), official=OfficialFactory(is_demo=False, full_name="Người Thật")
        )
        Unit.objects.filter(key="dang-uy-phuong-ben-thanh").update(phone="028 3822 0000")
        seed_holders(on=ORDINARY_MONDAY)
        assert queries.holder_of(secretary_post(), ORDINARY_MONDAY) == real
        assert Unit.objects.get(key="dang-uy-phuong-ben-thanh").phone == "028 3822 0000"

    def test_one_act_of_the_system_tells_of_it(self, run):
        run()
        act = Act.objects.get()
        assert (act.actor_kind, act.actor_label) == (ActorKind.SYSTEM, "Hệ thống (dữ liệu minh họa)")
        assert act.changes == {"holders": 526, "accounts": 11}


@pytest.mark.django_db
class TestAccounts:
    def test_the_ten_accounts_have_their_seats_and_sign_in_with_the_printed_password(self, run, client):
        printed = run().splitlines()[-1].removeprefix("Password of all: ")
        seats = {
            (seat.user.username, seat.role, seat.unit.key)
            for seat in Seat.objects.select_related("user", "unit")
        }
        assert seats == {
            ("vanphong", Role.OFFICE, "van-phong-dang-uy-phuong-ben-thanh"),
            ("vanphong2", Role.OFFICE, "van-phong-dang-uy-phuong-sai-gon"),
            ("vanphong3", Role.OFFICE, "van-phong-hdnd-ubnd-phuong-ben-thanh"),
            ("thuky", Role.MINUTE_TAKER, "van-phong-dang-uy-phuong-ben-thanh"),
            ("lanhdao", Role.LEADER, "dang-uy-phuong-ben-thanh"),
            ("lanhdao", Role.LEADER, "hdnd-phuong-ben-thanh"),
            ("coquan", Role.AGENCY, "trung-tam-quan-ly-ha-tang-ky-thuat"),
            ("coquan2", Role.AGENCY, "cong-an-phuong-ben-thanh"),
            ("mttq", Role.FRONT, "mttq-phuong-ben-thanh"),
            ("captren", Role.SUPERIOR, "thanh-uy"),
            ("bandanvan", Role.CITY_MONITOR, "ban-tuyen-giao-va-dan-van"),
            ("quantri", Role.ADMIN, "van-phong-thanh-uy"),
        }
        for account in ACCOUNTS:
            response = client.post("/dang-nhap/", {"username": account.username, "password": printed})
            assert response.status_code == 302, account.username
            client.post("/dang-xuat/")

    def test_the_leader_is_the_person_who_holds_the_post(self, run):
        run()
        leader = User.objects.get(username="lanhdao")
        assert leader.official == queries.holder_of(secretary_post(), ORDINARY_MONDAY).official
        assert leader.full_name == leader.official.full_name

    def test_the_password_comes_from_the_settings_and_may_change(self, run, settings):
        settings.DEMO_PASSWORD = "mat-khau-dau-tien"
        assert run().splitlines()[-1] == "Password of all: mat-khau-dau-tien"
        settings.DEMO_PASSWORD = "mat-khau-thu-hai"
        run()
        assert User.objects.get(username="quantri").check_password("mat-khau-thu-hai")
        assert not User.objects.get(username="quantri").check_password("mat-khau-dau-tien")

    def test_a_password_that_is_still_right_is_not_hashed_again(self, run):
        run()
        before = set(User.objects.values_list("password", flat=True))
        run()
        assert set(User.objects.values_list("password", flat=True)) == before

    def test_a_real_account_keeps_its_password(self, run):
        User.objects.create_user("can.bo", "mat-khau-cua-rieng-toi", full_name="Cán bộ")
        run()
        assert User.objects.get(username="can.bo").check_password("mat-khau-cua-rieng-toi")

    def test_the_made_password_is_kept_and_only_its_owner_reads_it(self, tmp_path):
        password = kept_password(tmp_path / "secrets")
        assert kept_password(tmp_path / "secrets") == password
        assert len(password.replace("-", "")) == 16
        assert (tmp_path / "secrets" / "demo_password").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_where_demo_accounts_are_not_allowed_nothing_is_made(settings, tmp_path):
    settings.DEMO_ACCOUNTS_ALLOWED = False
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match="allows no demo accounts; nothing was made"):
        call_command("seed_demo")
    assert not User.objects.exists()
    assert not Official.objects.exists()
    assert list(tmp_path.iterdir()) == []
