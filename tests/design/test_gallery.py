"""The style guide renders, shows every component, and says deadlines in the exact words."""

import re

import pytest
from django.template import engines

from dialogue_portal.gallery import PAGES
from tests.design.sources import TEMPLATES, components, page_templates

pytestmark = [pytest.mark.urls("tests.design.gallery_urls"), pytest.mark.django_db]


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_of_the_style_guide_opens(client, slug):
    response = client.get(f"/mau-giao-dien/{slug}/" if slug else "/mau-giao-dien/")
    assert response.status_code == 200
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert '<html lang="vi">' in html
    assert html.count('id="noi-dung"') == 1


def test_an_unknown_page_is_not_found(client):
    assert client.get("/mau-giao-dien/khong-co/").status_code == 404


def test_the_style_guide_is_only_read(client):
    assert client.post("/mau-giao-dien/").status_code == 405


def test_deadlines_are_worded_exactly(client):
    html = client.get("/mau-giao-dien/").content.decode()
    chips = re.findall(
        r'<span class="deadline"><span class="chip chip-([a-z]+)">.*?</svg>\s*([^<]+)</span>', html
    )
    assert chips[:6] == [
        ("neutral", "Còn 21 ngày làm việc"),
        ("amber", "Còn 2 ngày làm việc"),
        ("today", "Hết hạn hôm nay"),
        ("overdue", "Quá hạn 3 ngày làm việc"),
        ("done", "Đúng hạn"),
        ("late", "Trễ 1 ngày làm việc"),
    ]


def test_a_refused_form_names_its_errors_above_the_title_and_at_the_field(client):
    html = client.get("/mau-giao-dien/").content.decode()
    message = "Nhập số điện thoại gồm 10 chữ số, ví dụ 0903 123 456"
    assert "<title>Lỗi: " in html
    assert "Có 2 chỗ cần sửa" in html
    assert html.count(message) == 2
    assert f'<a href="#id_phone">{message}</a>' in html
    assert '<a href="#id_field_0">Chọn lĩnh vực muốn phát biểu</a>' in html
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'value="0903 12 345"' in html
    label, hint, error, control = (
        html.index(part)
        for part in (
            "Số điện thoại</label>",
            "id_phone_helptext",
            'id_phone_error" class',
            '<input type="text" name="phone"',
        )
    )
    assert label < hint < error < control


def test_every_component_is_used_somewhere():
    text = "".join(path.read_text() for path in page_templates())
    unused = [
        path.name
        for path in components()
        if path.name != "gallery.html" and f'"components/{path.name}"' not in text
    ]
    assert unused == []


def test_a_ruler_draws_one_block_per_working_day_and_the_limit():
    template = engines["django"].get_template("components/ruler.html")
    blocks = [{"kind": "spent", "title": ""}] * 20 + [{"kind": "over", "title": ""}] * 3
    html = template.render({"ruler": {"blocks": blocks, "limit_at": 20, "text": "Quá 3 ngày"}})
    assert (html.count("ruler-spent"), html.count("ruler-over")) == (20, 3)
    assert '<rect class="ruler-limit" x="160"' in html
    assert "<span>Quá 3 ngày</span>" in html


def test_a_table_keeps_its_rows_and_names_the_columns_for_narrow_screens():
    template = engines["django"].get_template("components/table.html")
    row = [
        {"label": "Số", "text": "01", "kind": "code"},
        {"label": "Nội dung", "text": "Nắp cống", "url": "/x/"},
    ]
    table = {
        "caption": "Kiến nghị",
        "columns": [{"label": "Số"}, {"label": "Nội dung"}],
        "rows": [row, row, row],
    }
    html = template.render({"table": table})
    assert html.count('<td class="" data-label="Nội dung"><a href="/x/">Nắp cống</a>') == 3
    assert html.count('scope="row"') == 3


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500", "maintenance"])
def test_error_pages_need_no_context_and_say_what_to_do(name):
    html = engines["django"].get_template(f"{name}.html").render({})
    assert html.count("<h1>") == 1
    assert "Cần giúp đỡ?" in html


def test_a_refusal_shows_its_reason():
    html = engines["django"].get_template("403.html").render({"exception": "Chỉ văn phòng được gửi thư mời."})
    assert "<p>Chỉ văn phòng được gửi thư mời.</p>" in html


def test_the_gallery_pages_are_all_templates_of_their_folder():
    shown = {template for _, template, _ in PAGES.values()}
    assert {f"gallery/{path.name}" for path in (TEMPLATES / "gallery").glob("*.html")} | {
        "components/gallery.html"
    } == shown
