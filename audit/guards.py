"""What the database itself refuses: a trail that does anything but grow, and changes that nobody answers for.

The triggers are installed after every ``migrate`` and not by one migration: SQLite drops them silently when it
rebuilds a table, and a table that is new must not wait for somebody to think of it. Installing again changes nothing.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

# PostgreSQL lets a change of these tables commit only together with an act (or under ``audit.acting``).
# Left out is what no person decides: letters under way, ticks, forms that were taken, files (their papers are here).
AUDITED = (
    "regulation.CalendarDay", "regulation.Edition", "regulation.EditionTerm",
    "organizations.Territory", "organizations.Succession", "organizations.Unit", "organizations.Relation",
    "organizations.Post", "organizations.Official", "organizations.Tenure", "organizations.Delegation",
    "organizations.UnitSetting", "organizations.Field", "organizations.FieldCompetence",
    "organizations.UnitName", "organizations.Reorganisation", "organizations.UnitSuccession",
    "organizations.Custody",
    "accounts.Seat", "accounts.StaffInvitation", "accounts.Absence", "accounts.SecondFactorRule",
    "documents.NumberSeries", "documents.IssuedDocument",
    "duties.Duty", "duties.DutyExtension", "duties.DutyMove", "duties.ReminderLadder", "duties.DeadlineFeed",
    "sessions_app.DialogueSession", "sessions_app.Hosting", "sessions_app.Presidency",
    "sessions_app.AttendingBody", "sessions_app.AddressBookEntry", "sessions_app.Guest",
    "sessions_app.GuestContact", "sessions_app.Invitation", "sessions_app.Dispatch", "sessions_app.TrackingCode",
    "sessions_app.SpeakingRegistration", "sessions_app.RegistrationVoice", "sessions_app.RegistrationContact",
    "sessions_app.RegistrationReply", "sessions_app.RefusalProposal", "sessions_app.Refusal",
    "sessions_app.Turn", "sessions_app.Minutes", "sessions_app.Petition", "sessions_app.PetitionVoice",
    "sessions_app.PetitionContact", "sessions_app.ConclusionDraft", "sessions_app.ConclusionLine",
    "sessions_app.ConclusionDecision", "sessions_app.Publication", "sessions_app.Consent",
    "followups.ConclusionNotice", "followups.Assignment", "followups.Answer", "followups.Extension",
    "personal_data.RetentionPeriod", "personal_data.RetentionHold", "personal_data.PurgeConfirmation",
    "personal_data.PurgeRun", "personal_data.DataRequest", "personal_data.DataRequestPerson",
    "personal_data.DataIncident",
    "reports.AnnualReport", "reports.ReportSending",
)  # fmt: skip

ACT_IS_OWED = "trail_act_is_owed"  # one name on every table: SET CONSTRAINTS reaches them all
GROWING = ("audit_act", "audit_dailyseal")
HEADS = "audit_chainhead"


@dataclass(frozen=True)
class Guard:
    """One trigger: its table, its name and the statement that makes it."""

    table: str
    name: str
    sql: str


def install(connection: BaseDatabaseWrapper) -> list[Guard]:
    """Make the guards that are missing in a database and return them; tables that are not there yet are passed over."""
    present = set(connection.introspection.table_names())
    standing = installed(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and "audit_act" in present:
            cursor.execute(_FUNCTIONS)
        missing = [
            guard
            for guard in guards_for(connection.vendor)
            if guard.table in present and (guard.table, guard.name) not in standing
        ]
        for guard in missing:
            cursor.execute(guard.sql)
    return missing


def installed(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """(table, name) of the guards that stand in a database."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor])
        return set(cursor.fetchall())


def guards_for(vendor: str) -> list[Guard]:
    """All guards of an engine, ``"postgresql"`` or ``"sqlite"``."""
    return _on_postgresql() if vendor == "postgresql" else _on_sqlite()


_STANDING = {
    "postgresql": """
        SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND tgname LIKE 'trail%%'
    """.replace("%%", "%"),
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'trail%'",
}

# -- PostgreSQL

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION trail_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The trail only grows: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE FUNCTION trail_head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id = OLD.id AND NEW.chain = OLD.chain AND NEW.sequence = OLD.sequence + 1 AND EXISTS (
        SELECT FROM audit_act
        WHERE chain = NEW.chain AND sequence = NEW.sequence AND digest = NEW.digest
          AND previous_digest = OLD.digest
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The head of chain % moves on by one act that is there, in no other way.', OLD.chain
        USING ERRCODE = 'insufficient_privilege';
END $$;

-- What was written last in this transaction; a savepoint that is rolled back takes it along.
CREATE OR REPLACE FUNCTION trail_act_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('dialogue.act', NEW.id::text, true);
    RETURN NULL;
END $$;

-- The name in the setting is not believed: the act must be there and its transaction still be running, and only
-- the transaction itself sees such a row. xmin has 32 bits of the 64 that pg_xact_status asks for.
CREATE OR REPLACE FUNCTION trail_act_is_owed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    act text := current_setting('dialogue.act', true);
    now_at bigint;
    written_at bigint;
BEGIN
    IF coalesce(current_setting('dialogue.acting', true), '') <> '' THEN
        RETURN NULL;
    END IF;
    IF coalesce(act, '') <> '' THEN
        SELECT xmin::text::bigint INTO written_at FROM audit_act WHERE id = act::bigint;
        IF FOUND THEN
            now_at := pg_current_xact_id()::text::bigint;
            written_at := (now_at & ~4294967295) | written_at;
            IF written_at > now_at + 2147483648 THEN
                written_at := written_at - 4294967296;
            ELSIF written_at < now_at - 2147483648 THEN
                written_at := written_at + 4294967296;
            END IF;
            IF pg_xact_status(written_at::text::xid8) = 'in progress' THEN
                RETURN NULL;
            END IF;
        END IF;
    END IF;
    RAISE EXCEPTION '% of % without an act in the same transaction is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Write an act (audit.acts.write), or say in audit.acting why there is none.';
END $$;
"""


def _on_postgresql() -> list[Guard]:
    refusal = "FOR EACH STATEMENT EXECUTE FUNCTION trail_only_grows()"
    return [
        *(
            Guard(
                table,
                "trail_only_grows",
                f"CREATE TRIGGER trail_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} {refusal}",
            )
            for table in GROWING
        ),
        Guard(
            HEADS,
            "trail_head_stays",
            f"CREATE TRIGGER trail_head_stays BEFORE DELETE OR TRUNCATE ON {HEADS} {refusal}",
        ),
        Guard(
            HEADS,
            "trail_head_moves_on",
            f"CREATE TRIGGER trail_head_moves_on BEFORE UPDATE ON {HEADS} "
            "FOR EACH ROW EXECUTE FUNCTION trail_head_moves_on()",
        ),
        Guard(
            "audit_act",
            "trail_act_written",
            "CREATE TRIGGER trail_act_written AFTER INSERT ON audit_act "
            "FOR EACH ROW EXECUTE FUNCTION trail_act_written()",
        ),
        *(
            Guard(
                table,
                ACT_IS_OWED,
                f"CREATE CONSTRAINT TRIGGER {ACT_IS_OWED} AFTER INSERT OR UPDATE OR DELETE ON {table} "
                f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {ACT_IS_OWED}()",
            )
            for table in map(_table_of, AUDITED)
        ),
    ]


def _table_of(label: str) -> str:
    return apps.get_model(label)._meta.db_table


# -- SQLite: one trigger per event; REPLACE deletes without asking the triggers, so a row that is there is asked for.


def _on_sqlite() -> list[Guard]:
    return [
        *(guard for table in (*GROWING, HEADS) for guard in _never_removed(table)),
        *(_refusal(table, "update", "UPDATE", "", "The trail only grows.") for table in GROWING),
        _refusal(
            HEADS,
            "update",
            "UPDATE",
            "NOT (NEW.id = OLD.id AND NEW.chain = OLD.chain AND NEW.sequence = OLD.sequence + 1 AND EXISTS ("
            "SELECT 1 FROM audit_act WHERE chain = NEW.chain AND sequence = NEW.sequence "
            "AND digest = NEW.digest AND previous_digest = OLD.digest))",
            "The head of a chain moves on by one act that is there, in no other way.",
        ),
    ]


def _never_removed(table: str) -> list[Guard]:
    keys = {"audit_act": "chain = NEW.chain AND sequence = NEW.sequence", HEADS: "chain = NEW.chain"}
    key = keys.get(table, '"on" = NEW."on"')
    there = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({key}))"  # noqa: S608  names of ours
    return [
        _refusal(table, "delete", "DELETE", "", "The trail only grows."),
        _refusal(table, "replace", "INSERT", there, "The trail only grows: UNIQUE constraint failed."),
    ]


def _refusal(table: str, word: str, event: str, when: str, message: str) -> Guard:
    name = f"trail_{table}_{word}"
    condition = f"WHEN {when} " if when else ""
    return Guard(
        table,
        name,
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{message}'); END",
    )
