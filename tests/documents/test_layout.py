"""Papers of the Party to the millimetre (Hướng dẫn 05-HD/VPTW), measured in the finished PDF."""

from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from unicodedata import is_normalized, normalize

import pikepdf
import pytest

from documents import rendering
from documents.printouts import Heading, Imprint, Signature
from documents.templatetags.papers import place_line
from organizations.models import Field, Territory
from organizations.settings import place_name_of
from tests.documents.measure import fonts_of, phrase, rules_of, styles_of, tags_of, text_of, words_of
from tests.factories import documents as papers
from tests.factories.documents import ENTRANCE, HEADING, IMPRINT, INVITEE

ALL = [
    pytest.param(lambda: papers.letter().for_guest(INVITEE, ENTRANCE), id="letter"),
    pytest.param(papers.letter, id="record copy"),
    pytest.param(papers.programme, id="programme"),
    pytest.param(papers.announcement, id="announcement"),
    pytest.param(papers.run_sheet, id="run sheet"),
    pytest.param(papers.minutes, id="minutes"),
    pytest.param(lambda: papers.notice(assigned=12), id="notice"),
    pytest.param(papers.report, id="report"),
    pytest.param(papers.urging, id="urging letter"),
    pytest.param(papers.escalation, id="escalation letter"),
]
LEFT, RIGHT, TOP, BOTTOM = 30, 210 - 15, 20, 297 - 20


def _centre(words) -> float:
    return (words[0].left + words[-1].right) / 2


@pytest.fixture(scope="module")
def letter() -> bytes:
    return rendering.render(papers.letter().for_guest(INVITEE, ENTRANCE), IMPRINT)


@pytest.fixture(scope="module")
def notice() -> bytes:
    imprint = Imprint(number_text="Số 82-TB/ĐU", dated_on=date(2026, 12, 7), layout_edition="hd05-vptw")
    return rendering.render(papers.notice(assigned=12), imprint)


@pytest.mark.parametrize("paper", ALL)
def test_every_word_stands_inside_the_margins_and_only_the_page_number_above(paper):
    content = rendering.render(paper(), IMPRINT)
    with pikepdf.open(BytesIO(content)) as pdf:
        wide = {
            number for number, page in enumerate(pdf.pages, start=1) if page.mediabox[2] > page.mediabox[3]
        }
        assert {tuple(map(round, map(float, page.mediabox))) for page in pdf.pages} <= {
            (0, 0, 595, 842),
            (0, 0, 842, 595),
        }
    for word in words_of(content):
        right, bottom = (297 - 15, 210 - 20) if word.page in wide else (RIGHT, BOTTOM)
        if word.bottom <= TOP:
            assert word.text.isdecimal()
            continue
        assert word.left >= LEFT - 0.2, word
        assert word.right <= right + 0.2, word
        assert word.top >= TOP - 0.5, word
        assert word.bottom <= bottom + 0.5, word


def test_the_title_stands_at_the_right_on_the_first_line_over_a_rule_of_its_own_length(letter):
    title = phrase(words_of(letter), "ĐẢNG CỘNG SẢN VIỆT NAM")
    assert title[0].size == 15
    assert title[0].top == pytest.approx(TOP, abs=0.5)
    assert title[-1].right - title[0].left == pytest.approx(72.9, abs=0.5)
    left, right, top = rules_of(letter)[0]
    assert (left, right) == (pytest.approx(title[0].left, abs=0.2), pytest.approx(title[-1].right, abs=0.2))
    assert 0 <= top - title[0].bottom <= 1


def test_the_bodies_the_asterisk_and_the_number_are_centred_in_the_left_column(letter):
    words = words_of(letter)
    superior = phrase(words, "ĐẢNG BỘ THÀNH PHỐ HỒ CHÍ MINH")
    issuer = phrase(words, "ĐẢNG UỶ PHƯỜNG BẾN THÀNH")
    asterisk = phrase(words, "*")
    number = phrase(words, "Số 92-GM/ĐU")
    title = phrase(words, "ĐẢNG CỘNG SẢN VIỆT NAM")
    assert superior[0].top == pytest.approx(title[0].top, abs=0.5)
    assert [part[0].size for part in (superior, issuer, number)] == [14, 14, 14]
    for part in (issuer, asterisk, number):
        assert _centre(part) == pytest.approx(_centre(superior), abs=0.5)
    assert superior[0].top < issuer[0].top < asterisk[0].top < number[0].top


def test_place_and_date_are_centred_under_the_rule(letter):
    words = words_of(letter)
    dated = phrase(words, "Bến Thành, ngày 23 tháng 11 năm 2026")
    assert _centre(dated) == pytest.approx(_centre(phrase(words, "ĐẢNG CỘNG SẢN VIỆT NAM")), abs=0.5)
    assert dated[0].size == 14
    assert dated[0].top > rules_of(letter)[0][2]


@pytest.mark.parametrize(
    ("on", "written"),
    [
        (date(2026, 2, 3), "ngày 03 tháng 02 năm 2026"),
        (date(2026, 5, 27), "ngày 27 tháng 5 năm 2026"),
        (date(2026, 10, 10), "ngày 10 tháng 10 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_take_a_leading_zero(on, written):
    imprint = Imprint(number_text="Số 01-CT/ĐU", dated_on=on, layout_edition="hd05-vptw")
    words = words_of(rendering.render(papers.minutes(), imprint))
    assert phrase(words, f"Bến Thành, {written}")


def test_name_of_the_type_subject_and_five_hyphens_are_centred(letter):
    words = words_of(letter)
    middle = (LEFT + RIGHT) / 2
    kind = phrase(words, "GIẤY MỜI")
    subject = phrase(words, "dự buổi tiếp xúc, đối thoại trực tiếp với Nhân dân")
    dashes = phrase(words, "-----")
    assert (kind[0].size, subject[0].size) == (16, 14)
    for part in (kind, subject, dashes):
        assert _centre(part) == pytest.approx(middle, abs=0.5)


def test_paragraphs_begin_ten_millimetres_in_and_lines_follow_at_an_exact_pitch(notice):
    words = [word for word in words_of(notice) if word.page == 1]
    first = phrase(words, "Sau khi nghe")[0]
    assert first.left == pytest.approx(LEFT + 10, abs=0.5)
    assert first.size == 14
    tops = sorted({round(word.top / 25.4 * 72, 1) for word in words if word.top > first.top - 1})
    steps = Counter(round(lower - upper) for upper, lower in pairwise(tops))
    assert steps.most_common(1)[0][0] == 20
    assert min(steps) >= 18


def test_a_paper_of_the_earlier_edition_keeps_its_pitch_and_its_commas():
    imprint = Imprint(number_text="Số 01-TB/ĐU", dated_on=date(2026, 5, 26), layout_edition="hd36-vptw")
    text = text_of(rendering.render(papers.notice(), imprint))
    assert "- Thường trực Đảng uỷ, - Các cơ quan được giao, - Lưu Văn phòng Đảng uỷ." in text


def test_recipients_stand_left_under_an_underlined_label_and_end_as_the_rule_says(letter):
    words = words_of(letter)
    label = phrase(words, "Nơi nhận:")
    lines = phrase(words, "- Như trên; - Thường trực Đảng uỷ (để báo cáo); - Lưu Văn phòng Đảng uỷ.")
    assert label[0].left == pytest.approx(LEFT, abs=0.3)
    assert (label[0].size, lines[0].size) == (14, 12)
    under = [rule for rule in rules_of(letter) if abs(rule[2] - label[0].bottom) < 1]
    assert under
    assert under[0][:2] == (pytest.approx(label[0].left, abs=0.3), pytest.approx(label[-1].right, abs=0.3))


def test_the_signer_stands_right_with_four_to_five_empty_lines_before_the_name(letter):
    words = words_of(letter)
    authority = phrase(words, "T/L BAN THƯỜNG VỤ")
    position = phrase(words, "CHÁNH VĂN PHÒNG")
    name = phrase(words, "Lê Minh Họa")
    assert authority[0].top == pytest.approx(phrase(words, "Nơi nhận:")[0].top, abs=1)
    assert _centre(authority) == pytest.approx(_centre(position), abs=0.5)
    assert _centre(name) == pytest.approx(_centre(position), abs=0.5)
    assert authority[0].left > 105
    assert 15 <= name[0].top - position[0].bottom <= 30


def test_weights_follow_the_table_of_components(letter):
    """Authority and name are bold, the position is not; the issuer is bold, the body above it is not."""
    styles = styles_of(letter)
    assert {
        text: styles[text]
        for text in (
            "ĐẢNG BỘ THÀNH PHỐ HỒ CHÍ MINH",
            "ĐẢNG UỶ PHƯỜNG BẾN THÀNH",
            "Số 92-GM/ĐU",
            "ĐẢNG CỘNG SẢN VIỆT NAM",
            "Bến Thành, ngày 23 tháng 11 năm 2026",
            "GIẤY MỜI",
            "Nơi nhận:",
            "T/L BAN THƯỜNG VỤ",
            "CHÁNH VĂN PHÒNG",
            "Lê Minh Họa",
        )
    } == {
        "ĐẢNG BỘ THÀNH PHỐ HỒ CHÍ MINH": "Regular",
        "ĐẢNG UỶ PHƯỜNG BẾN THÀNH": "Bold",
        "Số 92-GM/ĐU": "Regular",
        "ĐẢNG CỘNG SẢN VIỆT NAM": "Bold",
        "Bến Thành, ngày 23 tháng 11 năm 2026": "Italic",
        "GIẤY MỜI": "Bold",
        "Nơi nhận:": "Regular",
        "T/L BAN THƯỜNG VỤ": "Bold",
        "CHÁNH VĂN PHÒNG": "Regular",
        "Lê Minh Họa": "Bold",
    }


def test_the_number_of_the_page_stands_ten_millimetres_below_the_edge_from_the_second_page_on(notice):
    words = words_of(notice)
    numbers = {word.page: word for word in words if word.bottom <= TOP}
    assert {page: word.text for page, word in numbers.items()} == {2: "2", 3: "3", 4: "4", 6: "2", 7: "3"}
    second = numbers[2]
    assert second.top == pytest.approx(10, abs=0.5)
    assert (second.left + second.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    assert second.size == 14


def test_a_letter_has_its_subject_in_italics_under_the_number_and_its_addressee_in_the_middle():
    imprint = replace(IMPRINT, number_text="Số 07-CV/ĐU")
    content = rendering.render(papers.urging(), imprint)
    words, styles = words_of(content), styles_of(content)
    number, subject = phrase(words, "Số 07-CV/ĐU"), phrase(words, "về việc đôn đốc trả lời")
    assert subject[0].size == 12
    assert subject[0].top > number[0].bottom - 0.5
    assert subject[-1].right < phrase(words, "ĐẢNG CỘNG SẢN VIỆT NAM")[0].left
    addressed = phrase(words, "Kính gửi: Trung tâm Quản lý hạ tầng kỹ thuật")
    assert (addressed[0].size, _centre(addressed)) == (14, pytest.approx((LEFT + RIGHT) / 2, abs=0.5))
    assert styles["Kính gửi:"] == "Italic"
    assert "-----" not in text_of(content)


# -- what the file is


@pytest.mark.parametrize("paper", ALL)
def test_only_the_bundled_face_is_embedded_and_the_file_is_marked_as_an_accessible_archive(paper):
    content = rendering.render(paper(), IMPRINT)
    assert fonts_of(content) == {"Tinos"}
    with pikepdf.open(BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "vi"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert "/StructTreeRoot" in pdf.Root
        assert "/OutputIntents" in pdf.Root
        assert "/Names" not in pdf.Root or "/JavaScript" not in pdf.Root.Names
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["dc:title"].endswith("số 92-GM/ĐU")
            assert "Minh Họa" not in str(metadata)


@pytest.mark.parametrize("paper", ALL)
def test_tables_have_heads_and_headings_begin_with_the_first(paper):
    tags = tags_of(rendering.render(paper(), IMPRINT))
    headings = [tag for tag in tags if tag in ("H1", "H2", "H3")]
    assert headings[0] == "H1"
    assert headings.count("H1") == 1
    assert tags.count("THead") == tags.count("Table")
    assert ("TH" in tags) == ("Table" in tags)


def test_the_qr_says_what_it_is(letter):
    with pikepdf.open(BytesIO(letter)) as pdf:
        alternatives = [
            str(item["/Alt"])
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
    assert alternatives == ["Mã QR mở thư mời và phiếu đăng ký phát biểu"]


@pytest.mark.parametrize("paper", ALL)
def test_no_first_line_of_a_paragraph_breaks_after_a_word_or_two(paper):
    """The engine does so before a span that may not break; nothing of the kind may stand in running text."""
    words = words_of(rendering.render(paper(), IMPRINT))
    for word, following in pairwise(words):
        begins = word.left == pytest.approx(LEFT + 10, abs=0.2) and word.size == 14
        breaks = following.left == pytest.approx(LEFT, abs=0.2) and 0 < following.top - word.top < 8
        assert not (begins and breaks and word.right < 60), (word, following)


def test_the_number_of_a_paper_is_never_broken_in_a_table():
    matter = replace(papers.urging().matters[0], notice="1234/TB-HĐND, ngày 07/12/2026")
    words = words_of(rendering.render(papers.urging(matters=(matter,)), IMPRINT))
    assert phrase(words, "1234/TB-HĐND,")


def test_decomposed_text_comes_out_composed():
    content = "Vệ sinh môi trường, chỉnh trang hẻm Nguyễn Trường Tộ"
    text = text_of(rendering.render(papers.letter(content=normalize("NFD", content)), IMPRINT))
    assert content in text
    assert is_normalized("NFC", text)


def test_every_vietnamese_letter_has_its_own_shape():
    letters = (
        "".join(chr(code) for code in range(0x1EA0, 0x1EFA)) + "ăâđêôơưĂÂĐÊÔƠƯàáãèéìíĩòóõùúũýÀÁÃÈÉÌÍĨÒÓÕÙÚŨÝ"
    )
    content = rendering.render(papers.letter(content=letters), IMPRINT)
    assert fonts_of(content) == {"Tinos"}
    assert letters in text_of(content).replace(" ", "")


# -- what does not fit


def test_the_letter_and_its_slip_are_two_pages(letter):
    with pikepdf.open(BytesIO(letter)) as pdf:
        assert len(pdf.pages) == 2
    slip = words_of(letter)
    assert phrase(slip, "PHIẾU ĐĂNG KÝ NỘI DUNG PHÁT BIỂU", page=2)
    assert phrase(slip, "Kèm theo Giấy mời số 92-GM/ĐU, ngày 23 tháng 11 năm 2026 · Mã mời 7K4Q-92MH", page=2)


def test_the_slip_stays_on_one_page_with_the_longest_things_that_may_stand_on_it():
    long = papers.letter(
        slip_fields=tuple(f"Lĩnh vực có tên khá dài thứ {number}" for number in range(1, 13)),
        return_slip_to="Văn phòng Đảng ủy phường Bến Thành" + ", số 92 đường Minh Họa" * 4,
    ).for_guest(INVITEE, ENTRANCE)
    with pikepdf.open(BytesIO(rendering.render(long, IMPRINT))) as pdf:
        assert len(pdf.pages) == 2


@pytest.mark.django_db
def test_the_slip_stays_on_one_page_with_every_field_of_the_city():
    fields = Field.objects.filter(parent__isnull=True).exclude(key="khac").order_by("position")
    letter = papers.letter(
        slip_fields=tuple(field.name for field in fields),
        return_slip_to="Văn phòng Đảng ủy phường Bến Thành, Trụ sở phường Bến Thành (địa chỉ minh họa)",
    ).for_guest(INVITEE, ENTRANCE)
    with pikepdf.open(BytesIO(rendering.render(letter, IMPRINT))) as pdf:
        assert (len(fields), len(pdf.pages)) == (16, 2)


@pytest.mark.django_db
def test_the_head_of_every_commune_fits_its_columns():
    """The longest place before the date, and the longest body at the left, among all communes of the city."""
    heads = [
        Heading(
            superior_body=HEADING.superior_body,
            issuing_body=f"Đảng ủy {place.name[0].lower()}{place.name[1:]}",
            place=place_name_of(type("Body", (), {"territory": place})()),
            symbol="ĐU",
            office_name="Văn phòng Đảng ủy",
        )
        for place in Territory.objects.filter(valid_until=None)
    ]
    assert len(heads) >= 168
    longest = {
        max(heads, key=lambda head: len(head.place)),
        max(heads, key=lambda head: len(head.issuing_body)),
    }
    for head in longest:
        words = words_of(rendering.render(papers.minutes(heading=head), IMPRINT))
        dated = phrase(words, f"{place_line(head.place)}, ngày 23 tháng 11 năm 2026")
        assert len({round(word.top) for word in dated}) == 1
        assert dated[-1].right <= RIGHT + 0.2
        issuer = phrase(words, head.issuing_body.upper().replace("ỦY", "UỶ"))
        assert issuer[-1].right < dated[0].left or issuer[-1].bottom < dated[0].top


def test_a_very_long_title_and_a_word_without_blanks_break_instead_of_leaving_the_sheet():
    title = ("tiếp xúc, đối thoại trực tiếp giữa người đứng đầu với Nhân dân " * 5)[:300]
    content = rendering.render(
        papers.letter(subject=title, session_title=title, place="x" * 300).for_guest(INVITEE, ENTRANCE),
        IMPRINT,
    )
    assert all(word.left >= LEFT - 0.2 and word.right <= RIGHT + 0.2 for word in words_of(content))
    assert "x" * 300 in text_of(content).replace(" ", "")


@pytest.mark.parametrize("lines", range(1, 40, 3))
def test_the_signature_never_stands_alone_on_a_page(lines):
    paper = papers.notice(assigned=0, assessment="\n".join(["Đánh giá chung về buổi đối thoại."] * lines))
    words = words_of(rendering.render(paper, IMPRINT))
    page = next(word.page for word in words if word.text == "T/L")
    text_above = [word for word in words if word.page == page and word.top < 260 and word.bottom > TOP]
    assert phrase(text_above, "Lê Minh Họa", page=page)
    assert phrase(text_above, "để các cơ quan, đơn vị biết, thực hiện.", page=page)


# -- what people write stays text


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="http://127.0.0.1/x.png">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<style>@import url(http://127.0.0.1/x.css)</style>",
    '<object data="file:///etc/passwd"></object>',
    "{{ paper.heading }}{% include 'documents/minutes.html' %}",
    "</p></div><h1>Giả mạo</h1>",
    '"><iframe src=//127.0.0.1>',
    "<svg><image href='file:///etc/passwd'/></svg>",
    "&lt;b&gt;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_wrote_is_printed_and_never_read_as_markup(text):
    paper = papers.minutes(
        opening=text,
        turns=(),
        opinions=(),
        closing=text,
        place=text,
        presiders=(text,),
        attending_bodies=(text,),
    )
    content = rendering.render(paper, IMPRINT)
    assert text_of(content).replace(" ", "").count(text.replace(" ", "")) == 5
    with pikepdf.open(BytesIO(content)) as pdf:
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://127.0.0.1/x.png" alt="">',
        '<img src="file:///etc/hostname" alt="">',
        '<img src="data:image/svg+xml,<svg/>" alt="">',
        '<link rel="stylesheet" href="paper:secret.css">',
        '<img src="paper:../../manage.py" alt="">',
        "<style>@import url(https://127.0.0.1/x.css);</style>",
        '<p style="background: url(ftp://127.0.0.1/x)">x</p>',
    ],
)
def test_a_page_that_asks_for_anything_but_bundled_files_is_not_rendered(markup, tmp_path, settings):
    """The wall behind the escaping: even markup in a template of ours reaches nothing outside."""
    (tmp_path / "leak.html").write_text(f"<html lang=vi><title>x</title>{markup}<p>x</p>", encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    with pytest.raises(rendering.RenderingRefused):
        rendering.render_pdf("leak.html", {})


def test_the_same_paper_gives_the_same_bytes():
    assert rendering.render(papers.notice(), IMPRINT) == rendering.render(papers.notice(), IMPRINT)


def test_a_draft_has_open_places_and_says_that_it_is_one():
    words = words_of(rendering.preview(papers.letter()))
    assert phrase(words, "Dự thảo")
    assert phrase(words, "Số -GM/ĐU")
    assert phrase(words, "Bến Thành, ngày tháng năm")
    assert "Xác thực" not in text_of(rendering.preview(papers.letter()))


def test_a_programme_has_no_number_and_is_no_draft():
    text = text_of(rendering.preview(papers.programme()))
    assert "Dự thảo" not in text
    assert "Số " not in text
    assert "CHƯƠNG TRÌNH" in text


def test_a_head_who_signs_in_his_own_right_stands_bold_and_alone():
    alone = Signature(authority="", position="TRƯỞNG BAN", name="Lê Minh Họa")
    assert styles_of(rendering.render(papers.letter(signature=alone), IMPRINT))["TRƯỞNG BAN"] == "Bold"
