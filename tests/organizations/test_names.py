"""Vietnamese names: sorting, searching without marks, former names, and the prefix traps."""

import unicodedata
from datetime import date

import pytest

from organizations import names, queries
from organizations.enums import TerritoryKind, UnitKind
from organizations.models import Official, Territory
from tests.factories.organizations import OfficialFactory, TerritoryFactory

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("kind", "bare_name", "short"),
    [
        (TerritoryKind.WARD, "Bến Thành", "Bến Thành"),
        (TerritoryKind.COMMUNE, "Hóc Môn", "X. Hóc Môn"),
        (TerritoryKind.TOWNSHIP, "Cần Thạnh", "TT. Cần Thạnh"),
        (TerritoryKind.SPECIAL_ZONE, "Côn Đảo", "ĐK Côn Đảo"),
    ],
)
def test_short_names_keep_the_kind_except_for_wards(kind, bare_name, short):
    assert names.tile_name(kind, bare_name) == short


def test_a_name_inside_a_sentence_begins_small():
    assert names.within_sentence("Đặc khu Côn Đảo") == "đặc khu Côn Đảo"
    assert names.slug_of("Đặc khu Côn Đảo") == "dac-khu-con-dao"


@pytest.mark.django_db
def test_people_sort_by_given_name_then_marks():
    ordered = [
        "Trần Văn An",
        "Lê Thị Anh",
        "Phạm Thị Ánh",
        "Nguyễn Thiên Ân",
        "Bùi Hồng Ấn",
        "Võ Dũng",
        "Lý Đạt",
    ]
    for name in reversed(ordered):
        OfficialFactory(full_name=name)
    found = Official.objects.filter(full_name__in=ordered)
    assert [official.full_name for official in found] == ordered


@pytest.mark.django_db
def test_territories_sort_in_the_order_of_the_alphabet_under_their_bare_names():
    for bare_name in ("Đa Kao", "Dĩ An", "Ông Lãnh", "Ô Cấp", "Oai Hùng"):
        TerritoryFactory(bare_name=bare_name, valid_from=date(2030, 1, 1))
    found = Territory.objects.filter(valid_from=date(2030, 1, 1))
    assert [place.bare_name for place in found] == ["Dĩ An", "Đa Kao", "Oai Hùng", "Ô Cấp", "Ông Lãnh"]


@pytest.mark.django_db
class TestSearch:
    def found(self, text: str, on: date = TODAY) -> list[tuple[str, str]]:
        return [(match.territory.name, match.note) for match in queries.territories_named(text, on)]

    @pytest.mark.every_case
    @pytest.mark.parametrize("text", ["Hòa Bình", "Hoà Bình", "hoa binh", "HÒA BÌNH", " hoa  bình "])
    def test_marks_case_and_both_habits_of_writing_find_the_same(self, text):
        assert self.found(text)[0] == ("Phường Hòa Bình", "")

    def test_decomposed_text_finds_the_same(self):
        assert self.found(unicodedata.normalize("NFD", "Đất Đỏ"))[0] == ("Xã Đất Đỏ", "")

    def test_the_shorter_of_two_similar_names_comes_first(self):
        current = [name for name, note in self.found("Bình Lợi") if not note]
        assert current == ["Xã Bình Lợi", "Phường Bình Lợi Trung"]
        assert [name for name, note in self.found("an nhơn") if not note][:2] == [
            "Phường An Nhơn",
            "Xã An Nhơn Tây",
        ]

    def test_names_that_differ_by_marks_alone_are_both_found_the_written_one_first(self):
        assert [name for name, note in self.found("Thạnh An") if not note][:2] == [
            "Xã Thạnh An",
            "Xã Thanh An",
        ]
        assert [name for name, note in self.found("Thanh An") if not note][:2] == [
            "Xã Thanh An",
            "Xã Thạnh An",
        ]

    def test_a_former_name_leads_to_its_successors_with_the_date(self):
        assert self.found("Bến Nghé") == [("Phường Sài Gòn", "Đến ngày 30/06/2025: Phường Bến Nghé, Quận 1")]
        assert self.found("da kao") == [
            ("Phường Sài Gòn", "Đến ngày 30/06/2025: Phường Đa Kao, Quận 1 (một phần)"),
            ("Phường Tân Định", "Đến ngày 30/06/2025: Phường Đa Kao, Quận 1 (một phần)"),
        ]

    def test_before_the_merger_the_former_name_is_the_name(self):
        assert self.found("Bến Nghé", date(2025, 6, 30)) == [("Phường Bến Nghé", "")]

    @pytest.mark.parametrize("text", ["", "   ", "\u200b", "không có nơi nào tên này", "%", "_"])
    def test_nothing_is_found_for_nothing(self, text):
        assert self.found(text) == []

    def test_a_search_costs_two_queries_however_much_it_finds(self, django_assert_num_queries):
        for text in ("Bến Nghé", "phường"):
            with django_assert_num_queries(2):
                assert [match.note for match in queries.territories_named(text, TODAY)]

    def test_units_are_found_by_place_the_exact_place_first(self):
        found = queries.units_named("bình lợi", TODAY, kinds=[UnitKind.PARTY_COMMITTEE])
        assert [body.name for body in found] == ["Đảng ủy xã Bình Lợi", "Đảng ủy phường Bình Lợi Trung"]
        assert not queries.units_named(" ", TODAY).exists()
        assert not queries.units_named("bình lợi", date(2025, 1, 1)).exists()
