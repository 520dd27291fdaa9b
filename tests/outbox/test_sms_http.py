"""The HTTP provider against a real server that takes, refuses, fails, is silent, or sends elsewhere."""

import json
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from outbox import checks
from outbox.channels import sms_http
from outbox.channels.refusals import NobodyKnows, Undeliverable
from outbox.channels.sms_http import HttpProvider, HttpSettings, ProviderFault
from outbox.channels.sms_text import composed

NUMBER, REFERENCE = "0900000123", "a" * 32
TEXT = composed("Đảng ủy phường mời ông/bà; {to} không phải là chỗ điền.")
FIELDS = {
    "to": "{to}",
    "text": "{text}",
    "ref": "{reference}",
    "meta": {"coding": "{coding}", "local": "{local}"},
}


class Handler(BaseHTTPRequestHandler):
    """Answers as ``server.answer`` says and keeps what it was asked."""

    def handle_request(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        self.server.asked.append((self.command, self.path, dict(self.headers), body))
        self.server.answer(self)

    do_GET = do_POST = do_PUT = handle_request  # noqa: N815  names that the library gives

    def say(self, status, body=b"{}", **headers):
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.asked, http.answer = [], lambda handler: handler.say(200)
    http.released = threading.Event()
    http.url = f"http://127.0.0.1:{http.server_port}/gui?kenh=1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield http
    http.released.set()
    http.shutdown()
    thread.join()
    http.server_close()


def hand_over(server, **described):
    settings = {
        "url": server.url,
        "fields": FIELDS,
        "answer_seconds": 0.4,
        "connect_seconds": 0.4,
    } | described
    HttpProvider(HttpSettings(**settings)).hand_over(NUMBER, TEXT, reference=REFERENCE)


def answering(status, body=b"{}", **headers):
    return lambda handler: handler.say(status, body, **headers)


def test_one_request_with_the_text_whole_and_the_token_in_its_header(server):
    hand_over(server, headers={"Authorization": "Bearer bi-mat"})
    [(method, path, headers, body)] = server.asked
    assert (method, path) == ("POST", "/gui?kenh=1")
    assert headers["Authorization"] == "Bearer bi-mat"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(body) == {
        "to": "84900000123",
        "text": TEXT.text,
        "ref": REFERENCE,
        "meta": {"coding": "8", "local": NUMBER},
    }


def test_as_a_form_and_as_an_address(server):
    flat = {"to": "{local}", "text": "Tin: {text}", "coding": "{coding}"}
    expected = {"to": [NUMBER], "text": [f"Tin: {TEXT.text}"], "coding": ["8"]}
    hand_over(server, body="form", fields=flat)
    hand_over(server, method="GET", fields=flat)
    (_, _, headers, form), (method, path, _, nothing) = server.asked
    assert parse_qs(form) == expected
    assert headers["Content-Type"] == "application/x-www-form-urlencoded; charset=utf-8"
    assert (method, nothing) == ("GET", "")
    assert parse_qs(urlsplit(path).query) == expected | {"kenh": ["1"]}


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, b'{"code": 100}', None),
        (202, b'{"code": "100"}', None),
        (200, b'{"code": 104}', Undeliverable),
        (200, b'{"code": 900}', ProviderFault),
        (200, b"<html>ok</html>", NobodyKnows),
        (200, b'{"other": 1}', NobodyKnows),
        (200, b"[]", NobodyKnows),
        (400, b"{}", Undeliverable),
        (422, b"{}", Undeliverable),
        (401, b"{}", ProviderFault),
        (403, b"{}", ProviderFault),
        (429, b"{}", ProviderFault),
        (500, b"{}", ProviderFault),
        (503, b"{}", ProviderFault),
        (502, b"{}", NobodyKnows),
        (504, b"{}", NobodyKnows),
    ],
)
def test_what_an_answer_means(server, status, body, outcome):
    server.answer = answering(status, body)
    tests = {"accepted": "code=100", "refused": "code=104, 105"}
    if outcome is None:
        hand_over(server, **tests)
    else:
        with pytest.raises(outcome):
            hand_over(server, **tests)
    assert len(server.asked) == 1


def test_values_are_found_deep_in_an_answer(server):
    server.answer = answering(200, b'{"messages": [{"ok": true}]}')
    hand_over(server, accepted="messages.0.ok=true")
    with pytest.raises(ProviderFault):
        hand_over(server, accepted="messages.0.ok=false")


def test_a_redirect_is_not_followed_and_the_token_goes_nowhere_else(server):
    elsewhere = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    try:
        server.answer = answering(307, Location=f"http://127.0.0.1:{elsewhere.server_port}/")
        with pytest.raises(ProviderFault, match="307"):
            hand_over(server, headers={"Authorization": "Bearer bi-mat"})
        elsewhere.socket.settimeout(0.1)
        with pytest.raises(TimeoutError):
            elsewhere.socket.accept()
    finally:
        elsewhere.server_close()


def test_nobody_listens(server):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        hand_over(server, url=f"http://127.0.0.1:{port}/")


def test_silence_before_the_first_word_of_the_answer(server):
    server.answer = lambda handler: handler.server.released.wait(5)
    with pytest.raises(NobodyKnows):
        hand_over(server)
    assert len(server.asked) == 1


def test_silence_within_the_answer(server):
    def half(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b'{"code"')
        handler.wfile.flush()
        handler.server.released.wait(5)

    server.answer = half
    with pytest.raises(NobodyKnows):
        hand_over(server, accepted="code=100")


def test_an_answer_that_drips_for_ever_ends(server):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):
            while not handler.server.released.wait(0.05):
                handler.wfile.write(b" ")
                handler.wfile.flush()

    server.answer = drip
    began = time.monotonic()
    with pytest.raises(NobodyKnows):
        hand_over(server)
    assert time.monotonic() - began < 3


def test_the_line_breaks_before_the_answer(server):
    def hang_up(handler):
        handler.close_connection = True
        handler.connection.shutdown(socket.SHUT_RDWR)

    server.answer = hang_up
    with pytest.raises(NobodyKnows):
        hand_over(server)


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://sms.example.vn/v1", True),
        ("http://127.0.0.1:9000/", True),
        ("http://sms.example.vn/v1", False),
        ("ftp://sms.example.vn/", False),
        ("", False),
    ],
)
def test_a_provider_beyond_this_machine_is_spoken_to_over_tls(url, is_safe):
    described = HttpSettings(url=url, fields=FIELDS)
    assert described.is_safe is is_safe
    if not is_safe:
        with pytest.raises(ProviderFault, match="TLS"):
            HttpProvider(described).hand_over(NUMBER, TEXT, reference=REFERENCE)


@pytest.mark.parametrize(
    ("backend", "described", "problems"),
    [
        ("", {}, []),
        ("file", {}, []),
        ("pigeon", {}, ["outbox.E001"]),
        ("http", {"url": "https://sms.example.vn/", "fields": FIELDS}, []),
        ("http", {"url": "http://sms.example.vn/", "fields": FIELDS}, ["outbox.E002"]),
        ("http", {"url": "https://sms.example.vn/", "fields": {"text": "{text}"}}, ["outbox.E003"]),
    ],
)
def test_the_system_check_says_what_is_missing(settings, backend, described, problems):
    settings.SMS_BACKEND = backend
    settings.SMS_HTTP = {"url": "", "fields": {}} | described
    assert [problem.id for problem in checks.text_messages_are_described(None)] == problems


def test_the_settings_of_the_environment_are_those_of_a_provider(settings):
    assert HttpSettings(**settings.SMS_HTTP).method == "POST"
    assert sms_http.HttpProvider().described.fields == {"to": "{to}", "text": "{text}"}
