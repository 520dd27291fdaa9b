"""A file is what its bytes say; pictures travel without their secrets; what is dangerous is refused in words."""

import io
import zipfile

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from documents import uploads
from documents.models import StoredFile
from documents.responses import file_response
from tests.factories.documents import ISSUED_AT
from tests.factories.organizations import party_office


def _pdf(**facts) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, value in facts.items():
        pdf.Root[f"/{name}"] = value
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def _picture(kind: str, size=(40, 30), mode="RGB", **options) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, "red").save(made, format=kind, **options)
    return made.getvalue()


def _docx(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {
            "[Content_Types].xml": b"<x/>",
            "word/document.xml": b"<x/>",
            **members,
        }.items():
            archive.writestr(name, content)
    return made.getvalue()


def _sent(name: str, content: bytes, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=content_type)


def _refused(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        uploads.check(_sent(name, content))
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("Đơn của tôi.pdf", _pdf(), uploads.PDF),
        ("anh.jpg", _picture("JPEG"), uploads.JPEG),
        ("anh.JPEG", _picture("JPEG"), uploads.JPEG),
        ("anh.png", _picture("PNG"), uploads.PNG),
        ("trong-suot.png", _picture("PNG", mode="RGBA"), uploads.PNG),
        ("van-ban.docx", _docx(), uploads.DOCX),
    ],
)
def test_the_four_kinds_are_taken(name, content, content_type):
    checked = uploads.check(_sent(name, content))
    assert checked.content_type == content_type
    assert checked.name.lower() == name.lower()
    assert checked.content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.gif", _picture("GIF")),
        ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("trang.html", b"<script>alert(1)</script>"),
        ("don.pdf", b"khong phai PDF"),
        ("chuong-trinh.exe", b"MZ\x90\x00"),
        ("bang.xlsx", _docx().replace(b"word/document.xml", b"xl/workbook.xml..")),
    ],
)
def test_other_kinds_are_refused_whatever_their_name(name, content):
    assert _refused(name, content) == uploads.WRONG_TYPE


def test_the_true_kind_decides_about_the_name():
    checked = uploads.check(_sent("anh.pdf", _picture("PNG"), "application/pdf"))
    assert (checked.name, checked.content_type) == ("anh.png", uploads.PNG)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\don.pdf", "don.pdf"),
        ("don\x00\n<b>.pdf", "don_b_.pdf"),
        ("", "tep.pdf"),
        (".pdf", "pdf.pdf"),
        ("x" * 400 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_names_lose_folders_and_odd_characters(given, kept):
    uploaded = _sent("x.pdf", _pdf())
    uploaded._name = given
    assert uploads.check(uploaded).name == kept


def test_size_is_limited_on_the_byte(settings):
    content = _pdf()
    settings.UPLOAD_LIMIT_BYTES = len(content)
    assert uploads.check(_sent("x.pdf", content)).content == content
    settings.UPLOAD_LIMIT_BYTES = len(content) - 1
    assert _refused("x.pdf", content).startswith("Tệp lớn hơn")


def test_an_empty_file_is_refused():
    assert _refused("x.pdf", b"") == "Tệp trống. Ông/bà vui lòng chọn tệp khác."


def test_a_picture_is_drawn_anew_without_place_and_hidden_parts():
    exif = Image.Exif()
    exif[0x010E] = "Nhà của tôi"
    exif[0x8825] = {1: "N", 2: (10.0, 46.0, 0.0)}
    content = _picture("JPEG", exif=exif) + b"<?php system($_GET['x']); ?>"
    assert b"Nh\xc3\xa0 c\xe1\xbb\xa7a" in content or b"Exif" in content
    kept = uploads.check(_sent("x.jpg", content)).content
    assert b"Exif" not in kept
    assert b"<?php" not in kept
    assert Image.open(io.BytesIO(kept)).size == (40, 30)


def test_a_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = uploads.check(_sent("x.jpg", _picture("JPEG", exif=exif))).content
    assert Image.open(io.BytesIO(kept)).size == (30, 40)


def test_a_huge_picture_is_made_smaller_and_a_bomb_is_refused():
    kept = uploads.check(_sent("x.png", _picture("PNG", size=(5000, 100)))).content
    assert Image.open(io.BytesIO(kept)).size == (uploads.MAX_SIDE, 70)
    assert "Ảnh quá lớn" in _refused("x.png", _picture("PNG", size=(8000, 6000)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.png", _picture("PNG")[:-4]),
        ("x.jpg", _picture("JPEG")[:-2]),
        ("x.jpg", b"\xff\xd8\xff\xe0 hong"),
        ("x.pdf", _pdf()[:200]),
        ("x.docx", _docx()[:80]),
    ],
)
def test_damaged_files_are_refused_in_words(name, content):
    assert _refused(name, content) == uploads.DAMAGED


def test_a_pdf_with_a_password_or_a_script_is_refused():
    made = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(made, encryption=pikepdf.Encryption(user="x", owner="y"))
    assert _refused("x.pdf", made.getvalue()) == uploads.PROTECTED
    script = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)")
    launch = pikepdf.Dictionary(S=pikepdf.Name("/Launch"), F="cmd.exe")
    assert _refused("x.pdf", _pdf(OpenAction=script)) == uploads.ACTIVE
    assert _refused("x.pdf", _pdf(Extra=pikepdf.Array([launch]))) == uploads.ACTIVE


def test_a_docx_with_macros_too_many_parts_or_a_bomb_is_refused(monkeypatch):
    assert _refused("x.docx", _docx(**{"word/vbaProject.bin": b"x"})) == uploads.ACTIVE
    monkeypatch.setattr(uploads, "MAX_MEMBERS", 3)
    assert uploads.check(_sent("x.docx", _docx(a=b""))).content
    assert "giải nén ra quá lớn" in _refused("x.docx", _docx(a=b"", b=b""))
    monkeypatch.setattr(uploads, "MAX_UNPACKED", 1000)
    assert uploads.check(_sent("x.docx", _docx(a=b"0" * 900))).content
    assert "giải nén ra quá lớn" in _refused("x.docx", _docx(a=b"0" * 2000))


@pytest.mark.django_db
def test_a_stored_file_has_a_random_name_and_is_offered_as_a_guarded_download():
    checked = uploads.check(_sent("Đơn của tôi.pdf", _pdf(), uploads.PDF))
    stored = uploads.store(checked, owner=party_office(), at=ISSUED_AT)
    assert "tôi" not in stored.content.name
    assert stored.read_bytes() == checked.content
    response = file_response(stored, stored.original_name)
    headers = {name: response[name] for name in ("X-Content-Type-Options", "Cache-Control", "Content-Type")}
    response.close()
    assert headers == {
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Type": "application/pdf",
    }
    assert response["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "shown"), [("PNG", "attachment"), ("PDF", "inline")])
def test_only_pdf_may_be_looked_at_inside_the_portal(kind, shown):
    content = _pdf() if kind == "PDF" else _picture("PNG")
    stored = uploads.store(uploads.check(_sent("x", content)), owner=party_office(), at=ISSUED_AT)
    response = file_response(stored, "x", inline=True)
    response.close()
    assert response["Content-Disposition"].startswith(shown)


@pytest.mark.django_db
def test_when_the_row_cannot_be_saved_no_bytes_stay_behind(monkeypatch):
    forgotten = []
    monkeypatch.setattr(StoredFile, "save", lambda *_, **__: (_ for _ in ()).throw(RuntimeError))
    monkeypatch.setattr(uploads.storage, "forget", forgotten.append)
    with pytest.raises(RuntimeError):
        uploads.store(uploads.check(_sent("x.pdf", _pdf())), owner=party_office(), at=ISSUED_AT)
    assert len(forgotten) == 1
