"""A small real OpenID provider on this machine: discovery, keys, the page that sends back, tokens with a signature."""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from regulation.clock import now

CLIENT_ID, CLIENT_SECRET = "cong-doi-thoai", "bi-mat-cua-cong"


class Provider:
    """``claims`` is what it says of the person; ``forge`` may change the token before it is given out."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict = {}
        self.configuration: dict = {}
        self.signing_key, self.algorithm = self.key, "RS256"
        self._codes: dict[str, dict] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def send_back(self, address: str) -> str:
        """What its sign-in page does with the address it was opened with: the address it leads back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["client_id"], asked["response_type"]) == (CLIENT_ID, "code")
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        place = urlsplit(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        return f"{place.path}?{place.query}"

    def _token(self, form: dict[str, str]) -> tuple[int, dict]:
        asked = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or proof != asked["code_challenge"]
            or (form["client_id"], form["client_secret"]) != (CLIENT_ID, CLIENT_SECRET)
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        at = int(now().timestamp())
        claims = {
            "iss": self.issuer, "aud": CLIENT_ID, "sub": "s-1", "iat": at, "exp": at + 300, "nonce": asked["nonce"],
        } | self.claims  # fmt: skip
        token = jwt.encode(claims, self.signing_key, algorithm=self.algorithm, headers={"kid": "k1"})
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": token}

    def _answer(self, path: str, form: dict[str, str] | None) -> tuple[int, dict]:
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            } | self.configuration
        if path == "/keys":
            jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [jwk | {"kid": "k1", "use": "sig", "alg": "RS256"}]}
        return self._token(form) if path == "/token" and form is not None else (404, {})

    def _handler(provider):  # noqa: N805  the handler's own self is another
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._write(*provider._answer(urlsplit(self.path).path, None))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                self._write(*provider._answer(urlsplit(self.path).path, form))

            def _write(self, status: int, content: dict) -> None:
                body = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args) -> None:
                """Quiet."""

        return Handler
