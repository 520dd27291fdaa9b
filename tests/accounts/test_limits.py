"""Counters in the cache: windows, keys that tell nothing, networks."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import caches

from accounts.limits import Limit, network_of
from tests.support.moments import ORDINARY_MONDAY, at

THREE = Limit("thu", 3, 900)
NOW = at(ORDINARY_MONDAY)


def tries(limit: Limit, key: str, number: int, moment: datetime = NOW) -> None:
    for _ in range(number):
        limit.count(key, at=moment)


def test_the_third_is_allowed_and_the_fourth_is_not():
    tries(THREE, "a", 2)
    assert THREE.allows("a", at=NOW)
    tries(THREE, "a", 1)
    assert not THREE.allows("a", at=NOW)
    assert THREE.used("a", at=NOW) == 3


def test_others_limits_and_windows_are_counted_apart():
    tries(THREE, "a", 3)
    assert THREE.allows("b", at=NOW)
    assert Limit("khac", 3, 900).allows("a", at=NOW)
    assert THREE.allows("a", at=NOW + timedelta(seconds=900))


def test_a_costly_try_counts_more_and_forgetting_starts_anew():
    THREE.count("a", at=NOW, cost=3)
    assert not THREE.allows("a", at=NOW)
    THREE.forget("a", at=NOW)
    assert THREE.used("a", at=NOW) == 0


def test_asking_counts_nothing():
    for _ in range(10):
        assert THREE.allows("a", at=NOW)
    assert THREE.used("a", at=NOW) == 0


def test_files_count_too_and_never_hold_the_key(settings, tmp_path, monkeypatch):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path),
        }
    }
    monkeypatch.setattr("accounts.limits.cache", caches["default"])
    tries(THREE, "0903123456", 3)
    assert not THREE.allows("0903123456", at=NOW)
    (kept,) = tmp_path.iterdir()
    assert b"0903123456" not in kept.read_bytes() + kept.name.encode()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.1.2.0/24"),
        ("10.1.2.255", "10.1.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_a_network_is_a_neighbourhood(rf, address, network):
    assert network_of(rf.get("/", REMOTE_ADDR=address)) == network


def test_a_written_header_is_believed_only_behind_own_proxies(rf, settings):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.7")
    assert network_of(request) == "127.0.0.0/24"
    settings.TRUSTED_PROXIES = 1
    assert network_of(request) == "198.51.100.0/24"
    settings.TRUSTED_PROXIES = 3
    assert network_of(request) == "127.0.0.0/24"
