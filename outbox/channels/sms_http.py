"""Text messages over the HTTP interface of a provider, described by settings (docs/operations/running.md).

What matters is where a call broke off. Before the request was written out the provider took nothing and another try
is safe; afterwards nobody knows. Redirects are not followed: the credentials belong to one address.
"""

import http.client
import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from django.conf import settings

from outbox.channels.mobile_numbers import international
from outbox.channels.refusals import NobodyKnows, Undeliverable
from outbox.channels.sms_text import SmsText

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
LARGEST_ANSWER = 64 * 1024
_PASSED_ON = (502, 504)  # a gateway had the request and lost the answer
_LATER = (408, 425, 429)
_CREDENTIALS = (401, 402, 403, 407)  # our account, not this message
_BODILESS = frozenset({"GET", "HEAD"})
UNANSWERED = "Nhà cung cấp không trả lời, tin nhắn có thể đã đi."


class ProviderFault(OSError):
    """The provider took nothing this time; a later try may succeed."""


@dataclass(frozen=True, kw_only=True)
class HttpSettings:
    """How one provider is spoken to.

    ``fields`` is what is sent; in its texts ``{to}`` (84903…), ``{local}`` (0903…), ``{text}``, ``{reference}`` and
    ``{coding}`` (0 for GSM-7, 8 for UCS-2) are filled in. ``accepted`` and ``refused`` look into a JSON answer:
    a dotted path and the values that mean so (``data.code=100,101``); without ``accepted`` any 2xx answer means yes.
    """

    url: str
    method: str = "POST"
    body: str = "json"
    headers: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    accepted: str = ""
    refused: str = ""
    connect_seconds: float = 5
    answer_seconds: float = 20

    @property
    def address(self) -> SplitResult:
        return urlsplit(self.url)

    @property
    def is_safe(self) -> bool:
        """Over TLS, or not beyond this machine."""
        return self.address.scheme == "https" or (
            self.address.scheme == "http" and self.address.hostname in LOOPBACK
        )


class HttpProvider:
    """Hands texts over by one request each, as ``settings.SMS_HTTP`` describes."""

    def __init__(self, described: HttpSettings | None = None):
        self.described = described or HttpSettings(**settings.SMS_HTTP)

    def hand_over(self, number: str, text: SmsText, *, reference: str) -> None:
        """One request, one answer. Raises Undeliverable, NobodyKnows, ProviderFault or an OSError of connecting."""
        if not self.described.is_safe:
            raise ProviderFault("the provider is not addressed over TLS")
        target, body, headers = self._request(self._filled(number, text, reference))
        link = self._connected()
        try:
            try:
                link.request(self.described.method, target, body=body, headers=headers)
                status, answer = self._answer(link)
            except (OSError, http.client.HTTPException) as error:
                raise NobodyKnows(UNANSWERED) from error
            self._judge(status, answer)
        finally:
            link.close()

    def _filled(self, number: str, text: SmsText, reference: str) -> Any:
        values = {
            "{to}": international(number),
            "{local}": number,
            "{text}": text.text,
            "{reference}": reference,
            "{coding}": "0" if text.coding == "GSM-7" else "8",
        }
        return _fill(self.described.fields, values)

    def _request(self, fields: Any) -> tuple[str, bytes | None, dict[str, str]]:
        address, headers = self.described.address, dict(self.described.headers)
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        if self.described.method in _BODILESS:
            return target + ("&" if address.query else "?") + urlencode(fields), None, headers
        if self.described.body == "form":
            kind, body = "application/x-www-form-urlencoded", urlencode(fields)
        else:
            kind, body = "application/json", json.dumps(fields, ensure_ascii=False)
        return target, body.encode(), {"Content-Type": f"{kind}; charset=utf-8", **headers}

    def _connected(self) -> http.client.HTTPConnection:
        """An open connection. What fails here was never sent."""
        address, patience = self.described.address, self.described.connect_seconds
        if address.scheme == "https":
            link = http.client.HTTPSConnection(
                address.hostname, address.port, timeout=patience, context=ssl.create_default_context()
            )
        else:
            link = http.client.HTTPConnection(address.hostname, address.port, timeout=patience)
        link.connect()
        link.sock.settimeout(self.described.answer_seconds)
        return link

    def _answer(self, link: http.client.HTTPConnection) -> tuple[int, bytes]:
        """Status and body, within the patience for the whole answer."""
        until = time.monotonic() + self.described.answer_seconds
        response = link.getresponse()
        body = b""
        while len(body) < LARGEST_ANSWER:
            if time.monotonic() > until:
                raise TimeoutError("the answer drips")
            part = response.read1(LARGEST_ANSWER)
            if not part:
                break
            body += part
        return response.status, body

    def _judge(self, status: int, body: bytes) -> None:
        if status in _PASSED_ON:
            raise NobodyKnows(UNANSWERED)
        if not 200 <= status < 300:
            if 400 <= status < 500 and status not in (*_LATER, *_CREDENTIALS):
                raise Undeliverable(f"Nhà cung cấp từ chối tin nhắn này (mã {status}).")
            raise ProviderFault(f"the provider answered {status}")
        refused, accepted = _test(self.described.refused), _test(self.described.accepted)
        if refused is not None and _value(refused[0], body) in refused[1]:
            raise Undeliverable("Nhà cung cấp từ chối tin nhắn này.")
        if accepted is None:
            return
        said = _value(accepted[0], body)
        if said is None:
            raise NobodyKnows(UNANSWERED)  # a yes by status, and not a word we understand
        if said not in accepted[1]:
            raise ProviderFault("the provider did not accept")


def _fill(shape: Any, values: Mapping[str, str]) -> Any:
    if isinstance(shape, Mapping):
        return {name: _fill(part, values) for name, part in shape.items()}
    if isinstance(shape, list):
        return [_fill(part, values) for part in shape]
    if not isinstance(shape, str):
        return shape
    if shape in values:
        return values[shape]
    for place, value in values.items():
        if place != "{text}":
            shape = shape.replace(place, value)
    return shape.replace("{text}", values["{text}"])  # last: what a text says is never filled in


def _test(condition: str) -> tuple[str, frozenset[str]] | None:
    """The dotted path and the values of a test of the answer; None for an empty one."""
    path, found, values = condition.partition("=")
    return (path.strip(), frozenset(value.strip() for value in values.split(","))) if found else None


def _value(path: str, body: bytes) -> str | None:
    """What stands at a dotted path of a JSON answer, as text; None when there is no such place."""
    try:
        found = json.loads(body)
        for name in path.split("."):
            found = found[int(name)] if isinstance(found, list) else found[name]
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    return str(found).lower() if isinstance(found, bool) else str(found)
