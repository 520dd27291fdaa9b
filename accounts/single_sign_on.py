"""Signing in through the city's own single sign-on (OpenID Connect, code flow with PKCE).

The provider says who somebody is; who may come in is known here: an account that exists and is in use. No account is
made, nothing of the provider's is stored. Its signature, issuer, audience, age and nonce are checked (PyJWT).
"""

import base64
import hashlib
import http.client
import json
import logging
import secrets
import ssl
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
from django.conf import settings
from django.contrib.auth import load_backend
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts.models import User

logger = logging.getLogger(__name__)

NOT_AVAILABLE = "Hệ thống đăng nhập của thành phố không trả lời. Ông/bà thử lại sau, hoặc nhập mật khẩu."
NOT_FINISHED = "Việc đăng nhập chưa xong hoặc đã quá lâu. Ông/bà bấm đăng nhập lần nữa."
NOT_KNOWN = "Hệ thống của thành phố đã nhận ra ông/bà, nhưng cổng này chưa có tài khoản tương ứng. Báo người quản trị."
# Signing algorithms with a public key; one with a shared secret, or none, is never accepted.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
# Values of "amr" (RFC 8176) that say: more than a password was shown.
STRONG_METHODS = frozenset({"mfa", "otp", "hwk", "sc", "pop"})
LONGEST_TRIP = timedelta(minutes=10)
FRESH = timedelta(minutes=5)
SECONDS = 10
LARGEST_ANSWER = 256 * 1024
_TRIP = "single_sign_on"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class SignOnRefused(Exception):
    """Nobody comes in this way now; the text is a Vietnamese sentence."""


class _ProviderFault(Exception):
    """The provider could not be reached, or said something that no provider should say."""


def is_offered() -> bool:
    """Whether this installation has a provider."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def departure(request: HttpRequest, *, back_to: str, wanted: str, again: bool, at: datetime) -> str:
    """The provider's address to go to. ``again`` asks it to recognise the person anew, not by its own session."""
    trip = {
        "state": secrets.token_urlsafe(24),
        "nonce": secrets.token_urlsafe(24),
        "verifier": secrets.token_urlsafe(48),
        "back_to": back_to,
        "wanted": wanted,
        "again": again,
        "at": at.timestamp(),
    }
    try:
        endpoint = _configuration()["authorization_endpoint"]
    except _ProviderFault as fault:
        raise _unavailable(fault) from fault
    request.session[_TRIP] = trip
    proof = base64.urlsafe_b64encode(hashlib.sha256(trip["verifier"].encode()).digest()).rstrip(b"=")
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": back_to,
        "scope": "openid profile email",
        "state": trip["state"],
        "nonce": trip["nonce"],
        "code_challenge": proof.decode(),
        "code_challenge_method": "S256",
    } | ({"prompt": "login", "max_age": "0"} if again else {})
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def arrival(request: HttpRequest, *, at: datetime) -> tuple[User, dict]:
    """Who came back from the provider, and the trip he had begun (``wanted``, ``again``, ``strong``).

    Raises SignOnRefused. A trip is made once: also a wrong arrival ends it.
    """
    trip = request.session.pop(_TRIP, None)
    if trip is None or at.timestamp() - trip["at"] > LONGEST_TRIP.total_seconds():
        raise SignOnRefused(NOT_FINISHED)
    if not constant_time_compare(request.GET.get("state", ""), trip["state"]) or "code" not in request.GET:
        logger.warning(
            "single sign-on came back without code or state: %s", request.GET.get("error", "")[:40]
        )
        raise SignOnRefused(NOT_FINISHED)
    try:
        claims = _claims(request.GET["code"], trip, at=at)
    except _ProviderFault as fault:
        raise _unavailable(fault) from fault
    except jwt.PyJWTError as error:
        logger.warning("single sign-on gave a token that is not valid: %s", error)
        raise SignOnRefused(NOT_FINISHED) from error
    user = _user_of(claims)
    if user is None:
        logger.warning("single sign-on: no account for the subject it named")
        raise SignOnRefused(NOT_KNOWN)
    methods = claims.get("amr")
    is_strong = isinstance(methods, list) and not STRONG_METHODS.isdisjoint(map(str, methods))
    return user, trip | {"strong": is_strong}


def _unavailable(fault: Exception) -> SignOnRefused:
    logger.error("single sign-on is not available: %s", fault)
    return SignOnRefused(NOT_AVAILABLE)


def _claims(code: str, trip: dict, *, at: datetime) -> dict:
    """What the provider says of the person, checked against our own trip."""
    configuration = _configuration()
    answer = _fetched(
        configuration["token_endpoint"],
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": trip["back_to"],
            "client_id": settings.OIDC_CLIENT_ID,
            "client_secret": settings.OIDC_CLIENT_SECRET,
            "code_verifier": trip["verifier"],
        },
    )
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise _ProviderFault("no id_token")
    claims = jwt.decode(
        token,
        key=_key_for(token, configuration["jwks_uri"]),
        algorithms=ALGORITHMS,
        audience=settings.OIDC_CLIENT_ID,
        issuer=settings.OIDC_ISSUER,
        leeway=60,
        options={"require": ["exp", "iat", "iss", "aud", "sub"]},
    )
    if not constant_time_compare(str(claims.get("nonce", "")), trip["nonce"]):
        raise jwt.InvalidTokenError("the nonce is not ours")
    if trip["again"] and at.timestamp() - float(claims.get("auth_time") or 0) > FRESH.total_seconds():
        raise jwt.InvalidTokenError("the person was not recognised anew")
    return claims


def _key_for(token: str, address: str) -> jwt.PyJWK:
    kid = jwt.get_unverified_header(token).get("kid")
    keys = jwt.PyJWKSet.from_dict(_fetched(address)).keys
    found = [key for key in keys if key.key_id == kid and key.public_key_use in (None, "sig")]
    if len(found) != 1:
        raise jwt.InvalidTokenError("no such key")
    return found[0]


def _user_of(claims: dict) -> User | None:
    """The one account in use that the claim names. Mail addresses count when the provider has verified them."""
    named = claims.get(settings.OIDC_CLAIM)
    if not isinstance(named, str) or not named:
        return None
    if settings.OIDC_CLAIM == "email":
        users = list(User.objects.filter(email__iexact=named)) if claims.get("email_verified") is True else []
    else:
        users = list(User.objects.filter(username=named))
    if len(users) != 1 or users[0].is_demo:
        return None
    user, backend = users[0], settings.AUTHENTICATION_BACKENDS[0]
    if not load_backend(backend).user_can_authenticate(user):
        return None
    user.backend = backend
    return user


def _configuration() -> dict:
    found = _fetched(f"{settings.OIDC_ISSUER}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER:
        raise _ProviderFault("the configuration is another issuer's")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not isinstance(found.get(name), str):
            raise _ProviderFault(f"no {name}")
    return found


def _fetched(address: str, form: dict[str, str] | None = None) -> dict[str, Any]:
    """The JSON object at an address, asked by GET, or by POST when a form is given. Redirects are not followed."""
    place = urlsplit(address)
    if place.scheme != "https" and place.hostname not in _LOOPBACK:
        raise _ProviderFault(f"{place.scheme}://{place.hostname} is not protected")
    if place.scheme == "https":
        context = ssl.create_default_context()
        line = http.client.HTTPSConnection(place.hostname, place.port, timeout=SECONDS, context=context)
    else:
        line = http.client.HTTPConnection(place.hostname, place.port, timeout=SECONDS)
    body = urlencode(form) if form is not None else None
    headers = {"Accept": "application/json"}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        path = f"{place.path or '/'}{f'?{place.query}' if place.query else ''}"
        line.request("GET" if form is None else "POST", path, body=body, headers=headers)
        answer = line.getresponse()
        content = answer.read(LARGEST_ANSWER + 1)
        if answer.status != 200 or len(content) > LARGEST_ANSWER:
            raise _ProviderFault(f"{place.path} answered {answer.status}, {len(content)} bytes")
        found = json.loads(content)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _ProviderFault(f"{place.path}: {error!r}") from error
    finally:
        line.close()
    if not isinstance(found, dict):
        raise _ProviderFault(f"{place.path} is no object")
    return found
