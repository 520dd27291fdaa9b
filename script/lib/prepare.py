"""Brings database, static files and demo city to the point where the portal can run; run by ``.venv/bin/python``.

Prints on standard output one JSON object with what ``script/server`` shows; all else goes to standard error.
One process for all of it, because starting Django costs more than any of the steps.
"""

import contextlib
import hashlib
import io
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from dialogue_portal.demo.accounts import demo_password, seed_accounts  # noqa: E402


def say(text: str) -> None:
    print(f"-- {text}", file=sys.stderr, flush=True)


def migrate() -> None:
    """Bring the tables and the reference data up to date; then let the database look at its own contents."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    say("Preparing the database: tables, calendar, units")
    call_command("migrate", interactive=False, verbosity=0)
    analyze()


def analyze() -> None:
    """Without statistics both engines choose wrong plans for the first hours."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def collect_static() -> None:
    """Copy, compress and name the static files, when one of them changed since the last time."""
    stamp = settings.DATA_DIR / "static.stamp"
    state = _state_of_static_files()
    if stamp.exists() and stamp.read_text(encoding="ascii") == state and settings.STATIC_ROOT.exists():
        return
    say("Collecting the static files")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(state, encoding="ascii")


def _state_of_static_files() -> str:
    digest = hashlib.sha256()
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                digest.update(
                    f"{path.relative_to(folder)} {path.stat().st_mtime_ns} {path.stat().st_size}\n".encode()
                )
    return digest.hexdigest()


def empty_queue() -> None:
    """Throw away ticks that a dead beat left behind; they carry nothing, the next ones come by themselves."""
    for path in (settings.DATA_DIR / "queue" / "messages").glob("*"):
        path.unlink(missing_ok=True)


def seed() -> None:
    """Build the demo city on the first start. A build that was interrupted is taken up again."""
    stamp = settings.DATA_DIR / "demo-city.stamp"
    if stamp.exists() and apps.get_model("accounts.User").objects.filter(is_demo=True).exists():
        seed_accounts(password=demo_password())  # another DEMO_PASSWORD counts from this start on
        return
    say("Building the demo city; this happens once and may take a minute or two")
    call_command("seed_demo", stdout=io.StringIO())  # what it says is shown with the address
    analyze()
    stamp.write_text("built\n", encoding="ascii")


def demo_accounts() -> dict[str, str]:
    """User name → where the account sits, for each demo account that may sign in, in the order they were made."""
    seats = apps.get_model("accounts.Seat").objects.filter(user__is_demo=True, user__is_active=True)
    accounts: dict[str, list[str]] = {}
    for seat in seats.select_related("user", "unit").order_by("user_id", "pk"):
        if seat.user.has_usable_password():
            accounts.setdefault(seat.user.username, []).append(f"{seat.title}, {seat.unit.name}")
    return {username: "; ".join(places) for username, places in accounts.items()}


def invitation_link() -> str:
    """A link that opens an invitation to which somebody may still register; empty when there is none."""
    found = io.StringIO()
    with contextlib.suppress(CommandError):
        call_command("demo_link", stdout=found)
    return found.getvalue().strip()


def main() -> None:
    migrate()
    collect_static()
    empty_queue()
    shown: dict = {"accounts": {}, "password": "", "link": ""}
    if settings.DEMO_ACCOUNTS_ALLOWED:
        seed()
        shown = {"accounts": demo_accounts(), "password": demo_password(), "link": invitation_link()}
    json.dump(shown, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
