"""What the database refuses by itself: raw statements through the portal's own connection."""

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from audit import acting, acts, guards
from audit.models import Act, ChainHead, DailySeal
from audit.seals import seal_of
from organizations.models import Field, Unit
from regulation.models import CalendarDay
from sessions_app.models import DialogueSession
from tests.audit.rows import AT, SOMEBODY, draft
from tests.factories import followups, proceedings
from tests.factories import registrations as slips
from tests.factories.accounts import SeatFactory
from tests.factories.documents import numbered
from tests.factories.duties import opened
from tests.house.source import modules
from tests.support.acting import ActsAreOwedMiddleware, answerable

GROWS = "The trail only grows"


def _sql(statement: str, *values) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def _note(subject, **fields) -> Act:
    return acts.write(subject=subject, verb="note", title="Ghi chú", by=SOMEBODY, at=AT, **fields)


@pytest.fixture
def trail(db):
    """Three acts and a seal over them."""
    session = draft()
    with transaction.atomic():
        rows = [_note(session, note=word) for word in ("một", "hai", "ba")]
    seal_of(AT.date(), at=AT)
    return rows


# -- the trail only grows


@pytest.mark.every_case
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_act SET note = 'khác' WHERE sequence = 2",
        "UPDATE audit_act SET digest = previous_digest",
        "DELETE FROM audit_act WHERE sequence = 3",
        "DELETE FROM audit_act",
        "UPDATE audit_dailyseal SET heads = '{}'",
        "DELETE FROM audit_dailyseal",
    ],
)
def test_what_was_written_is_neither_changed_nor_removed(trail, statement):
    before = list(Act.objects.order_by("pk").values()), list(DailySeal.objects.values())
    with pytest.raises(DatabaseError, match=GROWS), transaction.atomic():
        _sql(statement)
    assert (list(Act.objects.order_by("pk").values()), list(DailySeal.objects.values())) == before


@pytest.mark.parametrize("table", ["audit_act", "audit_dailyseal", "audit_chainhead"])
def test_a_table_of_the_trail_is_not_emptied_in_one_stroke(trail, table):
    connection.check_constraints()  # PostgreSQL empties no table about which it still has a question open
    emptied = f"TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else f"DELETE FROM {table}"  # noqa: S608
    with pytest.raises(DatabaseError, match=GROWS), transaction.atomic():
        _sql(emptied)
    assert (Act.objects.count(), DailySeal.objects.count(), ChainHead.objects.count()) == (3, 1, 1)


def test_an_act_is_not_replaced_by_another_one_in_its_place(trail):
    """SQLite's REPLACE removes the row in the way without asking the triggers of DELETE."""
    word = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    for key in (trail[1].pk, trail[1].pk + 1000):
        row = {field.column: getattr(trail[1], field.attname) for field in Act._meta.concrete_fields}
        row |= {"id": key, "note": "khác", "changes": "{}"}
        names, marks = ", ".join(row), ", ".join(["%s"] * len(row))
        with pytest.raises(DatabaseError, match=r"(?i)unique"), transaction.atomic():
            _sql(f"{word} INTO audit_act ({names}) VALUES ({marks})", *row.values())
    assert list(Act.objects.order_by("sequence").values_list("note", flat=True)) == ["một", "hai", "ba"]


@pytest.mark.every_case
@pytest.mark.parametrize(
    "changes",
    [
        "sequence = sequence - 1",
        "sequence = sequence + 2",
        "sequence = sequence + 1",  # one on, but there is no such act
        "digest = ''",
        "chain = 'unit:1', sequence = sequence + 1",
    ],
)
def test_a_head_moves_on_by_one_act_that_is_there_and_in_no_other_way(trail, changes):
    with pytest.raises(DatabaseError, match="in no other way"), transaction.atomic():
        _sql(f"UPDATE audit_chainhead SET {changes}")  # noqa: S608
    with transaction.atomic():
        assert _note(draft("Buổi khác")).sequence == 4
    assert ChainHead.objects.get().sequence == 4


@pytest.mark.django_db
def test_every_guard_stands_and_installing_again_adds_none():
    wanted = {(guard.table, guard.name) for guard in guards.guards_for(connection.vendor)}
    assert guards.installed(connection) == wanted
    assert guards.install(connection) == []


@pytest.mark.django_db
def test_a_guard_that_a_migration_lost_is_back_after_the_next_migrate():
    lost = guards.guards_for(connection.vendor)[0]
    on_table = f" ON {lost.table}" if connection.vendor == "postgresql" else ""
    _sql(f"DROP TRIGGER {lost.name}{on_table}")
    assert (lost.table, lost.name) not in guards.installed(connection)
    call_command("migrate", verbosity=0)
    assert (lost.table, lost.name) in guards.installed(connection)


# -- a change has its act

# Models whose rows may change without an act, and why.
WITHOUT_AN_ACT = {
    "accounts.BrowserSession": "a browser that is open; ending one from elsewhere has its act",
    "accounts.User": "signing in notes the moment; rights stand in the seat",
    "audit.Act": "the trail itself",
    "audit.ChainHead": "the trail itself",
    "audit.DailySeal": "the trail itself",
    "audit.Submission": "a form that was taken; what it did has its act",
    "audit.TickPass": "the clockwork",
    "documents.StoredFile": "bytes under their hash; the paper, answer or slip that holds them has its act",
    "duties.CalendarChange": "a draft until it is applied, and applying it has its act",
    "duties.MilestonePassed": "the clockwork: what time itself did",
    "outbox.Message": "letters on their way, moved by the relay",
    "outbox.SmsAttempt": "text messages on their way, moved by the relay",
    "outbox.SmsDay": "counts of text messages, locked by the relay",
    "sessions_app.GuestImport": "a sheet under check, thrown away when it is not confirmed",
}
OTHERS = ("auth.", "contenttypes.", "sessions.", "account.", "mfa.")

ROWS: dict[str, Callable[[], Model]] = {
    "session": draft,
    "unit": lambda: Unit.objects.order_by("pk").first(),
    "day": lambda: CalendarDay.objects.order_by("pk").first(),
    "field": lambda: Field.objects.order_by("pk").first(),
    "seat": SeatFactory,
    "slip": lambda: slips.registration(slips.AnnouncedSessionFactory()),
    "petition": lambda: proceedings.petition(proceedings.in_progress()),
    "assignment": followups.assignment,
    "answer": lambda: followups.answered(followups.assignment()),
    "paper": numbered,
    "duty": opened,
}


def _forget_a_day() -> int:
    return _sql("DELETE FROM regulation_calendarday WHERE id = (SELECT min(id) FROM regulation_calendarday)")


@contextmanager
def refused_on_postgresql() -> Iterator[None]:
    """PostgreSQL can ask for the act at the commit; SQLite has no such question and lets the statement pass."""
    if connection.vendor == "postgresql":
        with pytest.raises(ProgrammingError, match="without an act in the same transaction is refused"):
            yield
    else:
        yield


def test_every_table_is_audited_or_says_why_not():
    ours = {model._meta.label for model in apps.get_models() if not model._meta.label.startswith(OTHERS)}
    assert ours == set(guards.AUDITED) | set(WITHOUT_AN_ACT)
    assert not set(guards.AUDITED) & set(WITHOUT_AN_ACT)


@pytest.mark.every_case
@pytest.mark.django_db
@pytest.mark.parametrize("make", ROWS.values(), ids=ROWS)
def test_a_raw_change_without_an_act_is_refused_and_with_one_it_passes(make):
    row = make()
    assert row._meta.label in guards.AUDITED
    statement = f"UPDATE {row._meta.db_table} SET id = id WHERE id = %s"  # noqa: S608
    with refused_on_postgresql(), transaction.atomic(), answerable():
        assert _sql(statement, row.pk) == 1
    with transaction.atomic(), answerable():
        assert _sql(statement, row.pk) == 1
        _note(row)
    with transaction.atomic(), answerable(), acting.context("kiểm thử"):
        assert _sql(statement, row.pk) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("change", [draft, _forget_a_day])
def test_rows_come_and_go_with_an_act_or_not_at_all(change):
    with refused_on_postgresql(), transaction.atomic(), answerable():
        assert change()
    with transaction.atomic(), answerable():
        assert change()
        _note(Unit.objects.order_by("pk").first())


@pytest.mark.django_db(transaction=True)
def test_a_commit_without_an_act_takes_the_change_back():
    session = draft("Trước")
    with answerable():
        with refused_on_postgresql():
            _sql("UPDATE sessions_app_dialoguesession SET title = 'Sửa lén'")
        held_back = connection.vendor == "postgresql"
        assert DialogueSession.objects.get().title == ("Trước" if held_back else "Sửa lén")
        with transaction.atomic():
            _sql("UPDATE sessions_app_dialoguesession SET title = 'Có người chịu trách nhiệm'")
            _note(session)
        assert DialogueSession.objects.get().title == "Có người chịu trách nhiệm"


@pytest.mark.django_db(transaction=True)
def test_an_act_of_another_transaction_does_not_answer_for_this_one():
    session = draft()
    with answerable():
        with transaction.atomic():
            act = _note(session)
        with refused_on_postgresql():
            _sql("UPDATE sessions_app_dialoguesession SET title = 'Sau'")
        if connection.vendor == "postgresql":
            # Nor does its number in the setting, typed by somebody who knows how the guard asks.
            with refused_on_postgresql(), transaction.atomic():
                _sql("UPDATE sessions_app_dialoguesession SET title = 'Sau'")
                _sql("SELECT set_config('dialogue.act', %s, true)", str(act.pk))
    assert Act.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_act_that_was_rolled_back_alone_does_not_answer_either():
    session = draft()
    with answerable(), refused_on_postgresql(), transaction.atomic():
        _sql("UPDATE sessions_app_dialoguesession SET title = 'Sau'")
        with transaction.atomic():
            _note(session)
            transaction.set_rollback(True)
    assert not Act.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_in_a_savepoint_that_holds_answers_for_the_whole():
    session = draft()
    with answerable(), transaction.atomic():
        _sql("UPDATE sessions_app_dialoguesession SET title = 'Sau'")
        with transaction.atomic():
            _note(session)
    assert DialogueSession.objects.get().title == "Sau"


@pytest.mark.django_db(transaction=True)
def test_the_context_ends_with_its_block_also_inside_a_transaction_and_after_a_fault():
    draft()
    with answerable():
        with refused_on_postgresql(), transaction.atomic():
            with acting.context("nhập dữ liệu"):
                _sql("UPDATE sessions_app_dialoguesession SET title = 'Một'")
            _sql("UPDATE sessions_app_dialoguesession SET title = 'Hai'")
        with pytest.raises(DatabaseError), transaction.atomic(), acting.context("nhập dữ liệu"):
            _sql("UPDATE no_such_table SET title = 'Ba'")
        with refused_on_postgresql():
            _sql("UPDATE sessions_app_dialoguesession SET title = 'Bốn'")
        with acting.context("nhập dữ liệu"):
            _sql("UPDATE sessions_app_dialoguesession SET title = 'Năm'")
    assert DialogueSession.objects.get().title == "Năm"


def test_a_context_without_a_reason_is_refused():
    with pytest.raises(ValueError, match="Say why"), acting.context(""):
        pass


# Modules that may change rows without an act, and why.
EXCUSED = {
    "dialogue_portal/demo/cast.py": "invented people of the demo city",
    "dialogue_portal/demo/city.py": "telephones of the demo city",
    "dialogue_portal/drills/cast.py": "invented rows of a drill, in a database of its own",
    "dialogue_portal/drills/silence.py": "invented rows of a drill, in a database of its own",
    "duties/actions/recompute.py": "duties whose date stays only take the version of the calendar",
    "sessions_app/actions/dispatches.py": "thousands of letters leave at once; each message keeps its moment",
}


def test_only_named_modules_change_rows_without_an_act():
    users = {path for path, tree in modules().items() if "acting.context" in ast.unparse(tree)}
    assert users == set(EXCUSED)


@pytest.mark.django_db
def test_a_request_that_leaves_no_act_fails_in_every_test_on_postgresql(rf):
    session = draft("Trước")

    def careless(request: HttpRequest) -> HttpResponse:
        DialogueSession.objects.filter(pk=session.pk).update(title="Sau")
        return HttpResponse()

    def careful(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            DialogueSession.objects.filter(pk=session.pk).update(title="Sau")
            _note(session)
        return HttpResponse()

    with refused_on_postgresql(), transaction.atomic():
        ActsAreOwedMiddleware(careless)(rf.post("/"))
    assert ActsAreOwedMiddleware(careful)(rf.post("/")).status_code == 200
