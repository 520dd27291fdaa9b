"""The nightly purge: seen first, confirmed once per set of periods, then carried out in batches, each with its act."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Seat
from audit import acts
from audit.actors import Actor
from outbox import actions as outbox
from outbox.models import Message
from personal_data.enums import DataKind
from personal_data.models import DataRequestPerson, PurgeConfirmation, PurgeRun, RetentionPeriod
from personal_data.queries import retention as queries
from personal_data.queries.retention import Due, Period
from personal_data.retention import LONGEST_DAYS
from sessions_app.actions import erasing
from sessions_app.enums import ErasureCause

BATCH = 100
SYSTEM = Actor.system("xóa dữ liệu hết hạn")


class PurgeMovedOn(Exception):
    """Periods or rows changed since the person looked; the new figures have to be seen first."""


class RetentionRefused(Exception):
    """This cannot be done; the text is a sentence to show."""


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What a purge on ``on`` would erase, kind by kind. ``seal`` names exactly this outcome."""

    on: date
    kinds: tuple[Due, ...]
    seal: str
    periods_digest: str

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each kind go."""
        return {due.period.rule.kind.value: due.count for due in self.kinds}


def dry_run(*, on: date) -> DryRun:
    """What would be erased on ``on``; changes nothing."""
    current = queries.periods()
    kinds = tuple(queries.preview(kind, period, on=on) for kind, period in current.items())
    digest = queries.digest_of(current)
    facts = hashlib.sha256(digest.encode())
    for due in kinds:
        facts.update(f"|{due.period.rule.kind}:{list(due.rows.values_list('pk', flat=True))}".encode())
    return DryRun(on=on, kinds=kinds, seal=facts.hexdigest()[:20], periods_digest=digest)


@transaction.atomic
def confirm(*, seal: str, seat: Seat, on: date, at: datetime) -> PurgeConfirmation:
    """Let the nightly purge run under the periods of the dry run that was seen.

    Raises PurgeMovedOn when the outcome would be another one by now, RetentionRefused when it was confirmed before.
    """
    list(RetentionPeriod.objects.select_for_update().order_by("pk")[:1])
    if queries.confirmation_for(queries.periods()) is not None:
        raise RetentionRefused("Các thời hạn này đã được xác nhận trước đó.")
    seen = dry_run(on=on)
    if seen.seal != seal:
        raise PurgeMovedOn
    confirmation = PurgeConfirmation.objects.create(
        periods_digest=seen.periods_digest,
        seal=seen.seal,
        counts=seen.counts,
        confirmed_by=seat,
        confirmed_at=at,
    )
    acts.write(
        subject=confirmation,
        verb="confirm_purge",
        title="Xác nhận kết quả xóa thử dữ liệu hết hạn",
        by=seat.actor,
        at=at,
        changes={"counts": seen.counts, "seal": seen.seal},
    )
    return confirmation


@transaction.atomic
def set_period(kind: DataKind, *, days: int, basis: str, seat: Seat, at: datetime) -> RetentionPeriod:
    """Set how long one kind is kept. The purge stops until somebody has seen and confirmed what that means.

    Raises RetentionRefused for what is no change, has no basis, or is no sensible number of days.
    """
    before = queries.periods()[kind]
    if not 1 <= days <= LONGEST_DAYS:
        raise RetentionRefused(f"Nhập số ngày từ 1 đến {LONGEST_DAYS}.")
    if (before.days, before.basis) == (days, basis):
        raise RetentionRefused("Thời hạn này đang áp dụng, chưa có gì thay đổi.")
    row = RetentionPeriod.objects.create(kind=kind, days=days, basis=basis, entered_by=seat, entered_at=at)
    acts.write(
        subject=row,
        verb="set_retention",
        title=f"Sửa thời hạn lưu giữ: {kind.label}",
        by=seat.actor,
        at=at,
        changes={"days": [before.days, days], "basis": [before.basis, basis]},
    )
    return row


def purge(*, on: date, at: datetime) -> PurgeRun | None:
    """Erase what is over its period on ``on``; the run, or None when nobody confirmed the periods in force.

    Once a day; a run that was interrupted goes on. A row that fell under a hold meanwhile is left.
    """
    current = queries.periods()
    confirmation = queries.confirmation_for(current)
    if confirmation is None:
        return None
    run = _opened(confirmation, on=on, at=at)
    if run.finished_at is not None:
        return run
    words = erasing.words_for(ErasureCause.RETENTION, on=on)
    for kind, period in current.items():
        while _batch(run, kind, period, words=words, at=at):
            pass
    return _finished(run, at=at)


@transaction.atomic
def _opened(confirmation: PurgeConfirmation, *, on: date, at: datetime) -> PurgeRun:
    run, is_new = PurgeRun.objects.get_or_create(
        on=on, defaults={"confirmation": confirmation, "began_at": at}
    )
    if is_new:
        _write(run, "begin_purge", "Bắt đầu lượt xóa dữ liệu hết hạn", {"seal": confirmation.seal}, at=at)
    return run


@transaction.atomic
def _finished(run: PurgeRun, *, at: datetime) -> PurgeRun:
    run = PurgeRun.objects.select_for_update().get(pk=run.pk)
    if run.finished_at is None:
        run.finished_at = at
        run.save(update_fields=("finished_at",))
        _write(run, "finish_purge", "Xong lượt xóa dữ liệu hết hạn", {"counts": run.counts}, at=at)
    return run


@transaction.atomic
def _batch(run: PurgeRun, kind: DataKind, period: Period, *, words: str, at: datetime) -> int:
    """Erase the next rows of one kind, all or none; how many. Two purges at once wait for one another here."""
    run = PurgeRun.objects.select_for_update().get(pk=run.pk)
    rows = list(queries.due(kind, period, on=run.on)[:BATCH])
    if rows:
        for row in rows:
            _ERASE[kind](row, words=words, on=run.on)
        run.counts[kind.value] = run.counts.get(kind.value, 0) + len(rows)
        run.save(update_fields=("counts",))
        _write(run, "purge", f"Xóa dữ liệu hết hạn: {kind.label}", {"count": len(rows)}, at=at)
    return len(rows)


def _write(run: PurgeRun, verb: str, title: str, changes: dict, *, at: datetime) -> None:
    acts.write(subject=run, verb=verb, title=title, by=SYSTEM, at=at, changes=changes)


def _forget_message(row: Message, *, words: str, on: date) -> None:
    outbox.forget_message(row, instead=words, on=on)


def erase_person(row: DataRequestPerson, *, words: str, on: date) -> None:
    """Who asked, what, and what was answered; the request itself, its dates and its outcome stay."""
    row.full_name, row.phone, row.email, row.address, row.erased_on = words, "", "", "", on
    row.words = words if row.words else ""
    row.reply = words if row.reply else ""
    row.save()


Erase = Callable[..., None]
_ERASE: dict[DataKind, Erase] = {
    DataKind.IMPORT: erasing.erase_import,
    DataKind.GUEST_CONTACT: erasing.erase_guest_contact,
    DataKind.GUEST_NAME: erasing.erase_guest_name,
    DataKind.SLIP_UNUSED: erasing.erase_registration,
    DataKind.SLIP_USED: erasing.erase_registration,
    DataKind.TURN: erasing.erase_turn,
    DataKind.PETITION_CONTACT: erasing.erase_petition_contact,
    DataKind.PETITION_VOICE: erasing.erase_petition_voice,
    DataKind.ADDRESS_BOOK: erasing.erase_entry,
    DataKind.LETTER: _forget_message,
    DataKind.DATA_REQUEST: erase_person,
}
