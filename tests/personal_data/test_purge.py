"""What is over its period goes, everywhere, and nothing else; seen first, approved once, stopped by a hold."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.models import Act
from followups.models import Answer
from personal_data import tasks
from personal_data.actions import holds, purging
from personal_data.actions.purging import PurgeMovedOn, RetentionRefused
from personal_data.enums import DataKind, HoldReason
from personal_data.models import DataIncident, DataRequest, PurgeRun, RetentionPeriod
from personal_data.retention import RULES
from sessions_app.models import (
    Guest,
    GuestContact,
    Petition,
    PetitionVoice,
    RegistrationContact,
    SpeakingRegistration,
    Turn,
)
from tests.factories import proceedings as day
from tests.factories.registrations import SESSION_AT, invite, registration
from tests.personal_data import traces
from tests.support.acting import answerable
from tests.support.moments import at
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db
LONG_AFTER = date(2037, 1, 5)
# Tables in which the person of ``traces`` stands before the purge; a search that finds less is blind.
EVERYWHERE = {
    "files", "documents_storedfile", "outbox_message", "personal_data_datarequestperson",
    "sessions_app_addressbookentry", "sessions_app_guest", "sessions_app_guestcontact", "sessions_app_guestimport",
    "sessions_app_invitation", "sessions_app_petitioncontact", "sessions_app_petitionvoice",
    "sessions_app_registrationcontact", "sessions_app_registrationreply", "sessions_app_registrationvoice",
    "sessions_app_turn",
}  # fmt: skip


def confirmed(admin, *, on: date):
    return purging.confirm(seal=purging.dry_run(on=on).seal, seat=admin, on=on, at=at(on))


def purged(admin, *, on: date) -> PurgeRun:
    confirmed(admin, on=on)
    return purging.purge(on=on, at=at(on, "01:10"))


def slip_over(**fields) -> SpeakingRegistration:
    """A slip of a session that ended on 19/3/2026."""
    return registration(day.held(), **fields)


def gone(row: SpeakingRegistration) -> bool:
    return RegistrationContact.objects.get(registration=row).erased_on is not None


# -- everything goes, the facts stay


def test_after_the_last_period_the_person_is_found_nowhere_and_the_facts_still_are(admin, clerk):
    session = traces.left_everywhere(clerk)
    assert set(traces.traces()) == EVERYWHERE
    before = list(Petition.objects.order_by("pk").values("number", "field", "recorded_at"))
    states = list(
        SpeakingRegistration.objects.order_by("pk").values("received_number", "state", "submitted_at")
    )
    run = purged(admin, on=LONG_AFTER)
    assert traces.traces() == {}
    assert list(Petition.objects.order_by("pk").values("number", "field", "recorded_at")) == before
    assert (
        list(SpeakingRegistration.objects.order_by("pk").values("received_number", "state", "submitted_at"))
        == states
    )
    session.refresh_from_db()
    assert (session.state, Answer.objects.count(), Guest.objects.count()) == ("concluded", 2, 1)
    words = "Đã xóa theo thời hạn lưu giữ ngày 05/01/2037"
    assert set(RegistrationContact.objects.values_list("full_name", "erased_on")) == {(words, LONG_AFTER)}
    assert set(PetitionVoice.objects.values_list("text", flat=True)) == {words}
    assert set(run.counts) == {kind.value for kind in RULES}


def test_after_a_year_contacts_are_gone_and_the_record_still_reads(admin, clerk):
    traces.left_everywhere(clerk)
    purged(admin, on=date(2027, 6, 1))
    assert set(traces.traces()) == {
        "sessions_app_addressbookentry",
        "sessions_app_petitionvoice",
        "sessions_app_turn",
    }
    assert Turn.objects.filter(speaker_label__contains=traces.NAME).count() == 0


@pytest.mark.one_engine
def test_sqlite_overwrites_what_is_deleted():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone()[0] == 1


# -- the day on which a period is over


@pytest.mark.parametrize(("days", "is_gone"), [(89, False), (90, False), (91, True)])
def test_a_slip_goes_the_day_after_its_last_day(admin, days, is_gone):
    row = slip_over()
    purged(admin, on=SESSION_AT.date() + timedelta(days=days))
    assert gone(row) is is_gone


def test_a_session_that_was_put_off_keeps_its_people(admin):
    row = registration(day.scheduled())
    purged(admin, on=LONG_AFTER)
    assert not gone(row)


def test_the_guests_contact_goes_before_the_name(admin):
    guest = invite(day.held()).guest
    purged(admin, on=SESSION_AT.date() + timedelta(days=31))
    guest.refresh_from_db()
    assert (GuestContact.objects.get().phone, guest.full_name, guest.erased_on) == (
        "",
        "Minh Họa Khách 1",
        None,
    )


def test_what_an_agency_still_owes_keeps_the_contact(admin, clerk):
    from tests.factories import followups as after

    row = after.assignment()
    purged(admin, on=LONG_AFTER)
    row.petition.contact.refresh_from_db()
    assert (row.petition.contact.phone, row.petition.contact.erased_on) == (after.PHONE, None)


# -- seen first


def test_nothing_goes_before_somebody_has_seen_what_would(admin):
    row = slip_over()
    assert purging.purge(on=LONG_AFTER, at=at(LONG_AFTER)) is None
    assert not gone(row)
    assert not PurgeRun.objects.exists()
    run = purged(admin, on=LONG_AFTER)
    assert (gone(row), run.counts["slip_unused"]) == (True, 1)


def test_the_purge_erases_what_the_dry_run_counted(admin, clerk):
    traces.left_everywhere(clerk)
    seen = purging.dry_run(on=LONG_AFTER)
    assert seen.counts == purged(admin, on=LONG_AFTER).counts
    assert sum(purging.dry_run(on=LONG_AFTER).counts.values()) == 0


def test_figures_that_changed_meanwhile_are_seen_again(admin):
    slip_over()
    seen = purging.dry_run(on=LONG_AFTER)
    slip_over()
    with pytest.raises(PurgeMovedOn):
        purging.confirm(seal=seen.seal, seat=admin, on=LONG_AFTER, at=at(LONG_AFTER))
    assert confirmed(admin, on=LONG_AFTER).counts["slip_unused"] == 2
    with pytest.raises(RetentionRefused, match="đã được xác nhận"):
        confirmed(admin, on=LONG_AFTER)


def test_another_period_stops_the_purge_until_it_was_seen(admin):
    row = slip_over()
    confirmed(admin, on=LONG_AFTER)
    purging.set_period(DataKind.SLIP_UNUSED, days=30, basis="Danh mục thử", seat=admin, at=at(LONG_AFTER))
    assert purging.purge(on=LONG_AFTER, at=at(LONG_AFTER)) is None
    # Back to the old figure: what was confirmed for it before does not come back to life.
    purging.set_period(DataKind.SLIP_UNUSED, days=90, basis="Như cũ", seat=admin, at=at(LONG_AFTER))
    assert purging.purge(on=LONG_AFTER, at=at(LONG_AFTER)) is None
    assert not gone(row)


@pytest.mark.parametrize(
    ("days", "basis"), [(0, "Mới"), (40_000, "Mới"), (90, RULES[DataKind.SLIP_UNUSED].basis)]
)
def test_no_period_without_sense_or_change(admin, days, basis):
    with pytest.raises(RetentionRefused):
        purging.set_period(DataKind.SLIP_UNUSED, days=days, basis=basis, seat=admin, at=at(LONG_AFTER))
    assert not RetentionPeriod.objects.exists()


# -- held back


def _hold(row, clerk):
    hold = holds.place(row.session, reason=HoldReason.COMPLAINT, reference="12/KN", seat=clerk, at=SESSION_AT)
    return lambda: holds.release(hold, seat=clerk, at=SESSION_AT)


def _incident(row, clerk):
    incident = DataIncident.objects.create(
        kind="lost",
        unit=clerk.unit,
        session=row.session,
        found_at=SESSION_AT,
        description="Mất",
        data_concerned="tên",
    )
    return lambda: DataIncident.objects.filter(pk=incident.pk).update(state="closed", closed_at=SESSION_AT)


def _request(row, clerk):
    request = DataRequest.objects.create(
        office=clerk.unit, kind="see", source="paper", registration=row, received_on=SESSION_AT.date()
    )
    closed = {"state": "closed", "outcome": "fulfilled", "closed_at": SESSION_AT}
    return lambda: DataRequest.objects.filter(pk=request.pk).update(**closed)


@pytest.mark.parametrize("hold", [_hold, _incident, _request])
def test_what_is_held_stays_while_its_neighbour_goes_and_goes_once_it_is_free(admin, clerk, hold):
    row, neighbour = slip_over(), slip_over()
    release = hold(row, clerk)
    held = {due.period.rule.kind: due.held for due in purging.dry_run(on=LONG_AFTER).kinds}
    assert held[DataKind.SLIP_UNUSED] == 1
    purged(admin, on=LONG_AFTER)
    assert (gone(row), gone(neighbour)) == (False, True)
    release()
    purging.purge(on=LONG_AFTER + timedelta(days=1), at=at(LONG_AFTER + timedelta(days=1)))
    assert gone(row)


# -- the tick


def test_the_tick_runs_once_a_night_and_leaves_its_acts(admin, frozen):
    slip_over()
    confirmed(admin, on=LONG_AFTER)
    frozen(LONG_AFTER, "00:30")
    tasks.purge()
    assert not PurgeRun.objects.exists()
    frozen(LONG_AFTER, "01:30")
    with answerable():
        tasks.purge()
        tasks.purge()
    assert PurgeRun.objects.get().counts["slip_unused"] == 1
    verbs = list(
        Act.objects.filter(actor_kind="system", verb__contains="purge")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert (verbs[0], verbs[-1], verbs.count("begin_purge")) == ("begin_purge", "finish_purge", 1)


def test_a_purge_that_was_killed_goes_on(admin, monkeypatch):
    rows = [slip_over() for _ in range(3)]
    confirmed(admin, on=LONG_AFTER)
    monkeypatch.setattr(purging, "BATCH", 1)
    real, seen = purging._ERASE[DataKind.SLIP_UNUSED], []

    def dies(row, **more):
        seen.append(row)
        if len(seen) == 2:
            raise KeyboardInterrupt
        real(row, **more)

    monkeypatch.setitem(purging._ERASE, DataKind.SLIP_UNUSED, dies)
    with pytest.raises(KeyboardInterrupt):
        purging.purge(on=LONG_AFTER, at=at(LONG_AFTER))
    assert [gone(row) for row in rows].count(True) == 1
    run = purging.purge(on=LONG_AFTER, at=at(LONG_AFTER))
    assert ([gone(row) for row in rows].count(True), run.counts["slip_unused"]) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_two_purges_at_once_erase_each_row_once(admin):
    for _ in range(2):
        slip_over()
    confirmed(admin, on=LONG_AFTER)
    outcomes = at_once(2, lambda _: purging.purge(on=LONG_AFTER, at=at(LONG_AFTER)).on)
    assert outcomes == [LONG_AFTER, LONG_AFTER]
    run = PurgeRun.objects.get()
    assert run.counts["slip_unused"] == 2
    assert Act.objects.filter(verb="finish_purge").count() == 1


@pytest.mark.one_engine
def test_the_command_shows_and_erases_only_what_was_confirmed(admin, frozen, capsys):
    row = slip_over()
    frozen(LONG_AFTER)
    call_command("purge_personal_data")
    assert "slip_unused          90 days: 1 go (oldest 19/03/2026), 0 held, 0 stay" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nobody has"):
        call_command("purge_personal_data", "--really")
    assert not gone(row)
    confirmed(admin, on=LONG_AFTER)
    call_command("purge_personal_data", "--really")
    assert gone(row)
