"""The browsers in which a person is signed in: seeing them, and ending one from elsewhere."""

from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network

from django.db import transaction
from django.http import HttpRequest

from accounts import queries
from accounts.limits import network_of
from accounts.links import keyed_digest
from accounts.models import BrowserSession, Seat, User
from audit import acts

_DEVICE, _NETWORK = "device", "network"
# The first word found names the browser: each of them also calls itself by the ones below.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "máy Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class OpenBrowser:
    """One browser that is signed in. ``code`` names it without telling its key."""

    code: str
    device: str
    network: str
    since: datetime
    seen_at: datetime
    is_this: bool


def describe(request: HttpRequest) -> None:
    """Note in the session what its owner will recognise it by: the kind of browser and the network, both coarse."""
    request.session[_DEVICE] = device_of(request.headers.get("User-Agent", ""))
    request.session[_NETWORK] = _masked(network_of(request))


def device_of(user_agent: str) -> str:
    """Browser and system in words; nothing that would tell two like machines apart."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "Trình duyệt khác")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return f"{browser} trên {system}" if system else browser


def _masked(network: str) -> str:
    """``10.1.2.x``; of IPv6 the first three groups; "" when the address is not known."""
    try:
        found = ip_network(network)
    except ValueError:
        return ""
    if found.version == 4:
        return f"{str(found.network_address).rpartition('.')[0]}.x"
    return ":".join(found.network_address.exploded.split(":")[:3]) + ":…"


def open_for(user: User, *, this_key: str | None, at: datetime) -> list[OpenBrowser]:
    """The browsers in which the person is signed in, this one first, then by the last look."""
    rows = BrowserSession.objects.filter(user=user, expire_date__gt=at).order_by("session_key")
    found = [_opened(row, this_key) for row in rows]
    return sorted(
        (browser for browser in found if browser is not None),
        key=lambda browser: (not browser.is_this, -browser.seen_at.timestamp()),
    )


def _opened(row: BrowserSession, this_key: str | None) -> OpenBrowser | None:
    kept = row.get_decoded()
    since = kept.get(queries.SIGNED_IN_AT)
    if since is None:
        return None
    since = datetime.fromtimestamp(since, UTC)
    return OpenBrowser(
        code=_code_of(row.session_key),
        device=kept.get(_DEVICE, ""),
        network=kept.get(_NETWORK, ""),
        since=since,
        seen_at=row.last_seen_at or since,
        is_this=row.session_key == this_key,
    )


def _code_of(session_key: str) -> str:
    return keyed_digest("browser-session", session_key)[:20]


@transaction.atomic
def end(user: User, *, code: str, seat: Seat, at: datetime) -> None:
    """Sign one of the person's browsers out. One that is gone already changes nothing."""
    rows = BrowserSession.objects.filter(user=user).order_by("session_key")
    key = next((row.session_key for row in rows if _code_of(row.session_key) == code), None)
    if key is None:
        return
    BrowserSession.objects.filter(session_key=key).delete()
    acts.write(
        subject=user, verb="browser_session.end", title="Đăng xuất một thiết bị từ xa", by=seat.actor, at=at
    )


@transaction.atomic
def end_others(user: User, *, this_key: str | None, seat: Seat, at: datetime) -> int:
    """Sign the person out everywhere but here; returns from how many browsers."""
    ended = end_all(user, but=this_key)
    if ended:
        acts.write(
            subject=user,
            verb="browser_session.end_others",
            title=f"Đăng xuất {ended} thiết bị khác từ xa",
            by=seat.actor,
            at=at,
        )
    return ended


def end_all(user: User, *, but: str | None = None) -> int:
    """Remove the sessions of a person inside an act that says why."""
    return BrowserSession.objects.filter(user=user).exclude(session_key=but or "").delete()[0]


def forget(*, before: datetime) -> int:
    """Remove the sessions, of staff and of citizens, that ended before a moment; returns how many."""
    return BrowserSession.objects.filter(expire_date__lte=before).delete()[0]
