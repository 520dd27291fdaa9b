"""``script/check``: everything that can be said about the code without running the tests."""

import secrets
import tempfile
import time

import environment
import system_packages
from console import clean_environment, main, run, say

BIN = environment.VENV / "bin"


def steps(*, fix: bool) -> list[tuple[str, list[str], dict[str, str]]]:
    """Name, command and extra environment of each check."""
    python, ruff = str(environment.PYTHON), str(BIN / "ruff")
    manage = [python, "manage.py"]
    test_profile = {"DJANGO_SETTINGS_MODULE": "dialogue_portal.settings.test"}
    return [
        ("lint", [ruff, "check", *(["--fix"] if fix else []), "."], {}),
        ("format", [ruff, "format", *([] if fix else ["--check"]), "."], {}),
        ("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"], {}),
        ("directions of import", [str(BIN / "lint-imports"), "--no-cache", "--no-logo"], {}),
        ("models and migrations agree", [*manage, "makemigrations", "--check", "--dry-run"], test_profile),
        (
            "production settings",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            _production_profile(),
        ),
        ("requirements fit together", [python, "-m", "pip", "check"], {}),
    ]


def _production_profile() -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "dialogue_portal.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "LINK_KEY": secrets.token_urlsafe(48),
        "BASE_URL": "https://doithoai.example.vn",
        "ALLOWED_HOSTS": "doithoai.example.vn",
    }


def check(arguments: list[str]) -> int:
    """Run all checks, even after one failed; returns 1 when any did."""
    system_packages.ensure("server")
    environment.prepare(environment.TEST_LOCK)
    failed = []
    with tempfile.TemporaryDirectory(prefix="portal-check-") as folder:
        for name, command, extra in steps(fix="--fix" in arguments):
            began = time.monotonic()
            say(name)
            if run(command, env=clean_environment() | {"DATA_DIR": folder} | extra):
                failed.append(name)
            say(f"{name}: {'FAILED' if name in failed else 'ok'} ({time.monotonic() - began:.1f} s)")
    if failed:
        say(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    main(check)
