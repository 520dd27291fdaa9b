"""``manage.py trace_regulation``: each clause, the code that names it, the tests that prove it."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from regulation import tracing


class Command(BaseCommand):
    help = "Mỗi điều khoản của Quy chế: mã lệnh thực hiện và phép thử chứng minh; trạng thái 1 khi còn thiếu."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="machine-readable list of clauses")
        parser.add_argument(
            "--write", action="store_true", help="write docs/regulation/open.txt and traceability.md"
        )

    def handle(self, **options):
        root = Path(settings.BASE_DIR)
        unknown = tracing.unknown_marks(root)
        if unknown:
            raise CommandError(f"Phép thử nêu điều khoản không có: {', '.join(unknown)}")
        traces = tracing.trace(root)
        still_open = tracing.open_clauses(traces)
        if options["write"]:
            write_pages(root / "docs" / "regulation", traces)
            self.stdout.write(f"{len(still_open)} điều khoản chưa có phép thử.")
            return
        self.stdout.write(as_json(traces) if options["json"] else "\n".join(map(as_line, traces)))
        if still_open:
            raise CommandError(f"{len(still_open)} điều khoản chưa có phép thử: {', '.join(still_open)}")


def write_pages(folder: Path, traces: list[tracing.Trace]) -> None:
    """Write both pages. The list of open clauses may only shrink: a clause that was proved stays proved."""
    page = folder / "open.txt"
    if page.exists():
        grown = set(tracing.open_clauses(traces)) - set(page.read_text(encoding="utf-8").split())
        if grown:
            raise CommandError(f"Đã từng có phép thử, nay thiếu: {', '.join(sorted(grown))}")
    page.write_text(tracing.open_page(traces), encoding="utf-8")
    (folder / "traceability.md").write_text(tracing.traceability_page(traces), encoding="utf-8")


def as_json(traces: list[tracing.Trace]) -> str:
    """A list with one object per clause."""
    rows = [
        {
            "clause": each.clause,
            "tags": each.tags.split(),
            "declaratory": not each.article.binding,
            "text": each.article.text,
            "code": list(each.code),
            "tests": list(each.tests),
            "open": each.is_open,
        }
        for each in traces
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def as_line(each: tracing.Trace) -> str:
    """One clause for people."""
    proof = ", ".join(each.tests) or ("CHƯA CÓ PHÉP THỬ" if each.is_open else "quy định chung")
    return f"{each.clause:<14} [{each.tags}] {each.article.text} | {', '.join(each.code) or '–'} | {proof}"
