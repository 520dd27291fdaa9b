"""Every error is a page in Vietnamese that says what to do; none shows how the portal is built."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.portal.broken_urls import REASON

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.broken_urls")]


@pytest.fixture
def patient() -> Client:
    """A browser: it gets the error page, not the exception."""
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def _quiet(caplog) -> None:
    caplog.set_level(logging.CRITICAL, logger="django")


def test_an_unknown_address_is_404(patient):
    answer = patient.get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.text


def test_a_refusal_is_403_and_shows_its_reason(patient):
    answer = patient.get("/thu/cam/")
    assert answer.status_code == 403
    assert REASON in answer.text


def test_a_mistake_of_ours_is_500_and_shows_nothing_of_it(patient):
    answer = patient.get("/thu/loi/")
    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert "lỗi của chương trình" not in answer.text


def test_a_form_without_its_token_is_403_and_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/thu/nhan/")
    assert answer.status_code == 403
    assert "403_csrf.html" in [template.name for template in answer.templates]


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        pytest.param("/thu/%00nhan/", {}, id="in-the-path"),
        pytest.param("/thu/nhan/?q=a%00b", {}, id="in-the-query"),
        pytest.param("/thu/nhan/", {"text": "a\x00b"}, id="in-a-field"),
        pytest.param("/thu/nhan/", {"a\x00b": "text"}, id="in-the-name-of-a-field"),
        pytest.param(
            "/thu/nhan/", {"tệp": SimpleUploadedFile("a.txt", b"x"), "text": "\x00"}, id="beside-a-file"
        ),
    ],
)
def test_nul_characters_are_400(patient, address, fields):
    answer = patient.post(address, fields)
    assert answer.status_code == 400
    assert "Máy chủ không đọc được yêu cầu" in answer.text


def test_a_cookie_with_nul_is_400(patient):
    assert patient.get("/thu/nhan/", HTTP_COOKIE='phien="a\\000b"').status_code == 400


@pytest.mark.parametrize("text", ["Đèn đường hư", "a" * 10_000, "\ufffd\U0001f6a7", "%00"])
def test_any_other_text_is_taken(patient, text):
    answer = patient.post("/thu/nhan/", {"text": text})
    assert (answer.status_code, answer.text) == (200, "nhận")


def test_a_form_with_far_too_many_fields_is_400(patient):
    assert patient.post("/thu/nhan/", {f"f{number}": "" for number in range(5_000)}).status_code == 400


def test_pages_are_stored_nowhere_and_stand_in_no_frame(patient):
    answer = patient.get("/thu/nhan/")
    assert (answer["Cache-Control"], answer["X-Frame-Options"]) == ("no-store", "DENY")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert "unsafe" not in policy


def test_papers_may_stand_in_a_frame_of_the_portal(patient):
    assert patient.get("/thu/giay/")["X-Frame-Options"] == "SAMEORIGIN"
