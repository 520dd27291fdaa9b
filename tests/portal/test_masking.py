"""Logs keep no token, no code, no address of a reader."""

import logging

import pytest

from dialogue_portal import gunicorn_conf
from dialogue_portal.masking import MaskingFormatter, masked

TOKEN = "Zk3vQ8mT0aX7bN5cL2dP9eR4fS6gU1hW-_ijklmnopq"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"/moi/{TOKEN}/", "/moi/…/"),
        (f"/hoi-truong/{TOKEN}/hang-doi/", "/hoi-truong/…/hang-doi/"),
        (f"GET /lich/{TOKEN}.ics 200", "GET /lich/… 200"),
        ("/viec-cua-toi/lich/tat/", "/viec-cua-toi/lich/…/"),
        ("/xac-thuc/7k4q92mhx0/", "/xac-thuc/…/"),
        (f"Not Found: /moi/{TOKEN}", "Not Found: /moi/…"),
        (f"GET https://doithoai.example.vn/moi/{TOKEN}?a=1", "GET https://doithoai.example.vn/moi/…?a=1"),
        ("/buoi-doi-thoai/7k4q92mhx0/thu-moi/", "/buoi-doi-thoai/7k4q92mhx0/thu-moi/"),
    ],
)
def test_the_secret_part_of_a_link_is_left_out(text, shown):
    assert masked(text) == shown


def test_a_traceback_is_masked_as_well():
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Lỗi ở %s", (f"/moi/{TOKEN}/",), None)
    record.exc_text = f'File "views.py"\nValueError: /moi/{TOKEN}/'
    assert TOKEN not in MaskingFormatter("%(message)s").format(record)


class _Answer:
    status, sent, headers = "303 See Other", 0, []


def test_the_access_log_knows_path_and_outcome_only():
    class Config:
        errorlog = accesslog = "-"
        loglevel, logconfig, logconfig_dict, logconfig_json, syslog = "info", None, None, None, False
        capture_output, user, group = False, 0, 0

    from datetime import timedelta

    environ = {
        "REQUEST_METHOD": "GET", "RAW_URI": f"/moi/{TOKEN}/?ten=An", "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": f"/moi/{TOKEN}/", "QUERY_STRING": "ten=An", "REMOTE_ADDR": "203.0.113.9",
        "HTTP_USER_AGENT": "Trình duyệt", "HTTP_REFERER": f"/moi/{TOKEN}/",
    }  # fmt: skip
    logger = gunicorn_conf.MaskingLogger(Config())
    kept = logger.atoms(_Answer(), {}, environ, timedelta(milliseconds=12))
    assert {name: value for name, value in kept.items() if name != "t"} == {
        "m": "GET", "U": "/moi/…/", "s": "303", "B": 0, "M": 12,
    }  # fmt: skip
    assert gunicorn_conf.access_log_format % kept
