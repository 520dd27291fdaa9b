"""Papers of the State to the millimetre (Nghị định 30/2020/NĐ-CP, Phụ lục I), measured in the finished PDF."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from documents import rendering
from documents.printouts import Heading, Imprint
from documents.spelling import Spelling
from organizations.models import Territory
from organizations.settings import place_name_of
from tests.documents.measure import fonts_of, phrase, rules_of, styles_of, tags_of, text_of, words_of
from tests.factories import documents as papers
from tests.factories.documents import ENTRANCE, INVITEE, STATE_HEADING, STATE_IMPRINT

ALL = [
    pytest.param(lambda: papers.of_the_state(papers.letter).for_guest(INVITEE, ENTRANCE), id="letter"),
    pytest.param(lambda: papers.of_the_state(papers.programme), id="programme"),
    pytest.param(lambda: papers.of_the_state(papers.announcement), id="announcement"),
    pytest.param(lambda: papers.of_the_state(papers.run_sheet), id="run sheet"),
    pytest.param(lambda: papers.of_the_state(papers.minutes), id="minutes"),
    pytest.param(
        lambda: papers.of_the_state(lambda **facts: papers.notice(assigned=12, **facts)), id="notice"
    ),
    pytest.param(lambda: papers.of_the_state(papers.report), id="report"),
    pytest.param(lambda: papers.of_the_state(papers.urging), id="urging letter"),
    pytest.param(lambda: papers.of_the_state(papers.escalation), id="escalation letter"),
]
LEFT, RIGHT, TOP, BOTTOM = 30, 210 - 15, 20, 297 - 20
MIDDLE = (LEFT + RIGHT) / 2
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def _centre(words) -> float:
    return (words[0].left + words[-1].right) / 2


@pytest.fixture(scope="module")
def letter() -> bytes:
    paper = papers.of_the_state(papers.letter).for_guest(INVITEE, ENTRANCE)
    return rendering.render(paper, STATE_IMPRINT)


@pytest.fixture(scope="module")
def notice() -> bytes:
    imprint = replace(STATE_IMPRINT, number_text="Số: 82/TB-UBND", dated_on=date(2026, 2, 7))
    paper = papers.of_the_state(lambda **facts: papers.notice(assigned=12, **facts))
    return rendering.render(paper, imprint)


@pytest.mark.parametrize("paper", ALL)
def test_every_word_stands_inside_the_margins_in_the_bundled_face_and_nothing_of_the_party_is_mixed_in(paper):
    content = rendering.render(paper(), STATE_IMPRINT)
    with pikepdf.open(BytesIO(content)) as pdf:
        wide = {
            number for number, page in enumerate(pdf.pages, start=1) if page.mediabox[2] > page.mediabox[3]
        }
    for word in words_of(content):
        right, bottom = (297 - 15, 210 - 20) if word.page in wide else (RIGHT, BOTTOM)
        if word.bottom <= TOP:
            assert word.text.isdecimal()
            continue
        assert word.left >= LEFT - 0.2
        assert word.right <= right + 0.3, word
        assert word.top >= TOP - 0.5
        assert word.bottom <= bottom + 0.5, word
    assert fonts_of(content) == {"Tinos"}
    text = text_of(content)
    assert "\ufffd" not in text
    for foreign in ("ĐẢNG CỘNG SẢN VIỆT NAM", "-----", "T/M", "T/L", "uỷ", "UỶ"):
        assert foreign not in text
    tags = tags_of(content)
    assert tags.count("H1") == 1
    assert tags.count("THead") == tags.count("Table")


def test_country_and_motto_stand_at_the_right_and_the_rule_is_as_long_as_the_motto(letter):
    words = words_of(letter)
    country, motto = phrase(words, COUNTRY), phrase(words, MOTTO)
    assert (country[0].size, motto[0].size) == (12, 13)
    assert country[0].top == pytest.approx(TOP, abs=0.5)
    assert country[-1].right == pytest.approx(RIGHT, abs=0.5)
    assert country[-1].right - country[0].left == pytest.approx(88.0, abs=0.5)
    assert motto[-1].right - motto[0].left == pytest.approx(56.1, abs=0.5)
    assert _centre(motto) == pytest.approx(_centre(country), abs=0.5)
    under = [rule for rule in rules_of(letter) if 0 <= rule[2] - motto[0].bottom <= 1]
    assert [pytest.approx(edge, abs=0.3) for edge in under[0][:2]] == [motto[0].left, motto[-1].right]


def test_the_issuer_stands_at_the_left_over_a_rule_of_a_third_to_a_half_of_its_last_line(letter):
    words = words_of(letter)
    first, last = phrase(words, "ỦY BAN NHÂN DÂN"), phrase(words, "PHƯỜNG BẾN THÀNH")
    assert [part[0].size for part in (first, last)] == [12, 12]
    assert first[0].top == pytest.approx(phrase(words, COUNTRY)[0].top, abs=0.5)
    assert _centre(first) == pytest.approx(_centre(last), abs=0.5)
    rule = next(r for r in rules_of(letter) if 0 <= r[2] - last[0].bottom <= 2.5 and r[1] < 105)
    assert 1 / 3 <= (rule[1] - rule[0]) / (last[-1].right - last[0].left) <= 1 / 2
    assert (rule[0] + rule[1]) / 2 == pytest.approx(_centre(last), abs=0.5)


def test_number_and_place_with_date_share_a_line_each_centred_in_its_column(letter):
    words = words_of(letter)
    number = phrase(words, "Số: 92/GM-UBND")
    dated = phrase(words, "Bến Thành, ngày 23 tháng 11 năm 2026")
    assert (number[0].size, dated[0].size) == (13, 13)
    assert number[0].top == pytest.approx(dated[0].top, abs=0.5)
    assert _centre(number) == pytest.approx(_centre(phrase(words, "PHƯỜNG BẾN THÀNH")), abs=0.5)
    assert _centre(dated) == pytest.approx(_centre(phrase(words, COUNTRY)), abs=0.5)


def test_name_of_the_type_and_subject_are_centred_over_a_rule(letter):
    words = words_of(letter)
    kind, subject = (
        phrase(words, "GIẤY MỜI"),
        phrase(words, "Dự buổi tiếp xúc, đối thoại trực tiếp với Nhân dân"),
    )
    assert (kind[0].size, subject[0].size) == (14, 14)
    for part in (kind, subject):
        assert _centre(part) == pytest.approx(MIDDLE, abs=0.5)
    rule = next(r for r in rules_of(letter) if 0 <= r[2] - subject[0].bottom <= 2.5)
    assert 1 / 3 <= (rule[1] - rule[0]) / (subject[-1].right - subject[0].left) <= 1 / 2


def test_weights_follow_the_table_of_components(letter):
    styles = styles_of(letter)
    wanted = {
        "ỦY BAN NHÂN DÂN": "Bold",
        "PHƯỜNG BẾN THÀNH": "Bold",
        COUNTRY: "Bold",
        MOTTO: "Bold",
        "Số: 92/GM-UBND": "Regular",
        "Bến Thành, ngày 23 tháng 11 năm 2026": "Italic",
        "GIẤY MỜI": "Bold",
        "Nơi nhận:": "BoldItalic",
        "TL. CHỦ TỊCH": "Bold",
        "CHÁNH VĂN PHÒNG": "Bold",
        "Lê Minh Họa": "Bold",
    }
    assert {text: styles.get(text) for text in wanted} == wanted


def test_recipients_stand_left_in_eleven_points_and_close_with_the_registry(letter):
    words = words_of(letter)
    label = phrase(words, "Nơi nhận:")
    lines = phrase(
        words, "- Như trên; - Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân (để báo cáo); - Lưu: VT, VP."
    )
    assert (label[0].size, lines[0].size) == (12, 11)
    assert label[0].left == pytest.approx(LEFT, abs=0.3)
    assert label[0].top == pytest.approx(phrase(words, "TL. CHỦ TỊCH")[0].top, abs=1.2)


def test_text_begins_ten_millimetres_in_and_closes_with_stroke_and_stop(letter, notice):
    words = words_of(letter)
    assert phrase(words, "Kính đề nghị")[0].left == pytest.approx(LEFT + 10, abs=0.5)
    assert "sắp xếp thời gian tham dự./." in text_of(letter)
    assert text_of(notice).count("./.") == 1


def test_pages_are_numbered_from_the_second_on_and_an_appendix_anew(notice):
    numbers = {word.page: word for word in words_of(notice) if word.bottom <= TOP}
    assert {page: word.text for page, word in numbers.items()} == {2: "2", 3: "3", 4: "4", 6: "2", 7: "3"}
    assert numbers[2].top == pytest.approx(10, abs=0.5)
    assert (numbers[2].left + numbers[2].right) / 2 == pytest.approx(MIDDLE, abs=0.5)
    assert numbers[2].size == 14


def test_the_appendix_names_its_paper_without_a_comma_and_parts_have_a_dot(notice):
    text = text_of(notice)
    assert (
        "(Kèm theo Thông báo số 82/TB-UBND ngày 07 tháng 02 năm 2026 của Ủy ban nhân dân phường Bến Thành)"
    ) in text
    assert "I. NỘI DUNG ĐỐI THOẠI" in text
    assert "Bến Thành, ngày 07 tháng 02 năm 2026" in text


def test_a_deputy_signs_under_both_formulas(notice):
    words = words_of(notice)
    page = next(word.page for word in words if word.text == "TM.")
    lines = [
        phrase(words, line, page=page) for line in ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    ]
    assert [_centre(line) for line in lines] == [pytest.approx(_centre(lines[0]), abs=0.5)] * 3
    assert lines[0][0].top < lines[1][0].top < lines[2][0].top


def test_several_appendices_are_counted_in_roman_numbers_and_a_report_is_addressed():
    text = text_of(rendering.render(papers.of_the_state(papers.report), STATE_IMPRINT))
    assert [label in text for label in ("Phụ lục I ", "Phụ lục II ", "Phụ lục III ")] == [True] * 3
    assert "Kính gửi: Ủy ban nhân dân Thành phố Hồ Chí Minh" in text
    several = papers.of_the_state(papers.report, addressees=("Thành ủy", "Ủy ban nhân dân Thành phố"))
    assert "Kính gửi: - Thành ủy; - Ủy ban nhân dân Thành phố." in text_of(
        rendering.render(several, STATE_IMPRINT)
    )


def test_minutes_have_no_place_and_are_signed_by_secretary_and_chair():
    text = text_of(rendering.render(papers.of_the_state(papers.minutes), STATE_IMPRINT))
    assert "Bến Thành, ngày 23" not in text
    assert "THƯ KÝ" in text
    assert "CHỦ TỌA" in text
    assert "kết thúc vào 16 giờ 45, Thứ Năm, ngày 03 tháng 12 năm 2026./." in text
    assert (
        text.index("Thành phần tham dự:") < text.index("Chủ trì (chủ tọa):") < text.index("Thư ký (người ghi")
    )


def test_a_letter_has_its_subject_upright_under_the_number_and_its_addressee_in_the_middle():
    imprint = replace(STATE_IMPRINT, number_text="Số: 07/UBND-VP")
    content = rendering.render(papers.of_the_state(papers.urging), imprint)
    words, styles = words_of(content), styles_of(content)
    number, subject = phrase(words, "Số: 07/UBND-VP"), phrase(words, "V/v đôn đốc trả lời")
    assert subject[0].size == 12
    assert 0 <= subject[0].top - number[0].bottom <= 4
    assert number[0].top == pytest.approx(phrase(words, "Bến Thành, ngày 23 tháng 11")[0].top, abs=0.5)
    addressed = phrase(words, "Kính gửi: Trung tâm Quản lý hạ tầng kỹ thuật")
    assert (addressed[0].size, _centre(addressed)) == (14, pytest.approx(MIDDLE, abs=0.5))
    assert "Kính gửi: Trung tâm Quản lý hạ tầng kỹ thuật" in [*styles]


@pytest.mark.django_db
def test_the_head_of_every_commune_fits_its_columns():
    heads = [
        Heading(
            family=STATE_HEADING.family,
            superior_body="",
            issuing_body=f"Ủy ban nhân dân {place.name[0].lower()}{place.name[1:]}",
            place=place_name_of(type("Body", (), {"territory": place})()),
            symbol="UBND",
            office_name="Văn phòng",
            spelling=Spelling.STATE,
        )
        for place in Territory.objects.filter(valid_until=None)
    ]
    assert len(heads) >= 168
    longest = {
        max(heads, key=lambda head: len(head.place)),
        max(heads, key=lambda head: len(head.issuing_body)),
    }
    for head in longest:
        imprint = Imprint(
            number_text="Số: 1234/TB-UBND", dated_on=date(2026, 12, 29), layout_edition="nd30-cp"
        )
        words = words_of(rendering.render(papers.of_the_state(papers.letter, heading=head), imprint))
        dated = phrase(words, f"{head.place}, ngày 29 tháng 12 năm 2026")
        assert len({round(word.top) for word in dated}) == 1
        assert dated[-1].right <= RIGHT + 0.2
        place = phrase(words, head.issuing_body.upper().removeprefix("ỦY BAN NHÂN DÂN "))
        assert len({round(word.top) for word in place}) == 1
        assert place[-1].right < dated[0].left


def test_a_very_long_title_and_a_word_without_blanks_break_instead_of_leaving_the_sheet():
    title = ("tiếp xúc, đối thoại trực tiếp giữa người đứng đầu với Nhân dân " * 5)[:300]
    paper = papers.of_the_state(papers.letter, subject=title, session_title=title, place="x" * 300)
    content = rendering.render(paper, STATE_IMPRINT)
    assert all(word.left >= LEFT - 0.2 and word.right <= RIGHT + 0.2 for word in words_of(content))
    assert "x" * 300 in text_of(content).replace(" ", "")


@pytest.mark.parametrize("lines", range(1, 40, 6))
def test_the_place_for_checking_never_stands_alone_on_a_page(lines):
    paper = papers.of_the_state(
        lambda **facts: papers.notice(
            assigned=0, **facts | {"assessment": "\n".join(["Đánh giá chung về buổi đối thoại."] * lines)}
        )
    )
    words = words_of(rendering.render(paper, STATE_IMPRINT))
    page = next(word.page for word in words if word.text == "Xác")
    assert phrase(words, "Võ Minh Họa", page=page)
    assert phrase(words, "thực hiện./.", page=page)
