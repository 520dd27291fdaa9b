"""Which columns hold something private, and who may find it in what the portal gives out.

Every column that holds text is named here, as private or as plain: a new one without a line fails
``manage.py access_matrix`` and the tests, which put a word of its own into each private column and search for it in
all that everybody gets.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from audit.public_codes import PublicCodeField
from dialogue_portal.access.pages import (
    ADMIN,
    AGENCY,
    CITY_MONITOR,
    FRONT,
    HOUSE,
    LEADER,
    MINUTE_TAKER,
    OFFICE,
    SUPERIOR,
)
from dialogue_portal.access.subjects import Subject

_TEXT = (models.CharField, models.TextField, models.BinaryField, models.JSONField)
_OURS = frozenset({
    "accounts", "audit", "documents", "duties", "followups", "organizations", "outbox", "personal_data", "regulation",
    "reports", "sessions_app",
})  # fmt: skip


@dataclass(frozen=True)
class PrivateField:
    """A private column; ``seen_by`` are those who find values of phường Bến Thành somewhere, everybody else nowhere."""

    model: str
    name: str
    seen_by: frozenset[Subject]

    @property
    def label(self) -> str:
        return f"{self.model}.{self.name}"


def _fields(model: str, **seen_by: tuple[Subject, ...]) -> tuple[PrivateField, ...]:
    return tuple(PrivateField(model, name, frozenset(who)) for name, who in seen_by.items())


NOBODY: tuple[Subject, ...] = ()
LINK_HOLDER = Subject.LINK_HOLDER
OWN = (*HOUSE, LINK_HOLDER)  # of people without account each finds what is the own (tests look at the rows)
MONITORS = (FRONT, SUPERIOR, CITY_MONITOR)  # of petitions: after the conclusions are out
STAFFING = (OFFICE, ADMIN)
DESK = (OFFICE, MINUTE_TAKER)
KEEPERS = (CITY_MONITOR, ADMIN)  # of the register of incidents
FIELDS = (
    *_fields("accounts.User", password=NOBODY, email=NOBODY),
    *_fields(
        "sessions_app.AddressBookEntry",
        full_name=NOBODY,
        group=NOBODY,
        phone=NOBODY,
        email=NOBODY,
        address=NOBODY,
    ),
    *_fields("accounts.BrowserSession", session_key=NOBODY, session_data=NOBODY),
    *_fields("accounts.StaffInvitation", email=STAFFING, token_digest=NOBODY),
    *_fields("sessions_app.Guest", full_name=(OFFICE, LINK_HOLDER), group=(OFFICE, LINK_HOLDER)),
    *_fields("sessions_app.GuestContact", phone=(OFFICE,), email=(OFFICE,), address=(OFFICE,)),
    *_fields("sessions_app.GuestImport", file_name=(OFFICE,), rows=(OFFICE,)),
    *_fields("sessions_app.Invitation", token_digest=NOBODY, response_reason=NOBODY),
    *_fields("sessions_app.Dispatch", handed_by=(OFFICE,), post_number=(OFFICE,), failed_reason=(OFFICE,)),
    *_fields(
        "sessions_app.RegistrationContact",
        full_name=OWN,
        on_behalf_of=OWN,
        phone=(OFFICE,),
        email=(OFFICE,),
        address=(OFFICE, LINK_HOLDER),
    ),
    *_fields("sessions_app.RegistrationVoice", text=OWN),
    *_fields("sessions_app.RegistrationReply", text=OWN),
    *_fields("sessions_app.RefusalProposal", sentence=(LEADER,)),
    *_fields("sessions_app.Refusal", sentence=NOBODY),
    *_fields("sessions_app.TrackingCode", secret_digest=NOBODY),
    *_fields("sessions_app.Turn", speaker_label=HOUSE, text=HOUSE),
    *_fields("sessions_app.Minutes", opening=DESK, previous_results=DESK, course=DESK, closing=DESK),
    *_fields(
        "sessions_app.PetitionVoice",
        summary=(*OWN, *MONITORS),
        text=HOUSE,
        agency_text=(AGENCY, *HOUSE, *MONITORS),
    ),
    *_fields(
        "sessions_app.PetitionContact",
        full_name=HOUSE,
        on_behalf_of=(OFFICE,),
        phone=(OFFICE,),
        email=(OFFICE,),
        address=(OFFICE,),
    ),
    *_fields("sessions_app.ConclusionDraft", assessment=HOUSE, organisation=HOUSE),
    *_fields("sessions_app.ConclusionDecision", remark=HOUSE),
    *_fields("followups.Assignment", hand_back_reason=(*HOUSE, *MONITORS)),
    *_fields("personal_data.DataRequest", extension_reason=(OFFICE,)),
    *_fields(
        "personal_data.DataRequestPerson",
        full_name=(OFFICE,),
        phone=NOBODY,
        email=NOBODY,
        address=NOBODY,
        words=(OFFICE,),
        reply=(OFFICE,),
    ),
    *_fields("personal_data.DataIncident", description=KEEPERS, data_concerned=KEEPERS, measures=KEEPERS),
    *_fields("personal_data.RetentionHold", reference=(OFFICE,)),
    *_fields(
        "outbox.Message",
        recipient_label=(OFFICE,),
        archived_subject=(OFFICE,),
        archived_body=(OFFICE,),
        error=(OFFICE,),
        handled_note=(OFFICE,),
        message_id=NOBODY,
    ),
    *_fields("documents.StoredFile", original_name=HOUSE),
    *_fields("documents.IssuedDocument", facts=NOBODY),
    *_fields("duties.DeadlineFeed", token_digest=NOBODY),
    *_fields("audit.Act", note=(*HOUSE, CITY_MONITOR)),
)


def _named(names: str) -> frozenset[str]:
    return frozenset(names.split())


# What says nothing of a person without account: names of units, posts and people at work, words of papers that are
# published, reasons that the regulation asks for, keys, digests, folded copies of columns above.
PLAIN: Mapping[str, frozenset[str]] = {
    "accounts.Seat": _named("title"),
    "accounts.SecondFactorRule": _named("reason"),
    "accounts.StaffInvitation": _named("full_name title"),
    "accounts.User": _named("username full_name"),
    "audit.Act": _named(
        "chain verb title clause context_key actor_label link changes previous_digest digest"
    ),
    "audit.ChainHead": _named("chain digest"),
    "audit.DailySeal": _named("heads previous_digest digest"),
    "audit.Submission": _named("key purpose location"),
    "audit.TickPass": _named("name counts"),
    "documents.IssuedDocument": _named(
        "issue_key period number_text title signer_name signer_position layout_edition "
        "facts_digest context_key words_folded"
    ),
    "documents.NumberSeries": _named("period"),
    "documents.StoredFile": _named("content_type sha256"),
    "duties.CalendarChange": _named("days origin proposed_by"),
    "duties.Duty": _named(
        "rule edition reading subject_key title context_line target_path context_key "
        "action_label calendar_version void_reason late_reason"
    ),
    "duties.DutyExtension": _named("document_number"),
    "duties.DutyMove": _named("reason"),
    "duties.ReminderLadder": _named("article steps"),
    "followups.Assignment": _named("instruction"),
    "followups.Answer": _named("document_number signer summary report_number"),
    "followups.ConclusionNotice": _named("late_reason"),
    "followups.Extension": _named("reason"),
    "organizations.Custody": _named("label by"),
    "organizations.Delegation": _named("delegate_title document_number scope"),
    "organizations.Field": _named("key name"),
    "organizations.Official": _named("full_name salutation name_sort"),
    "organizations.Post": _named("title clause"),
    "organizations.Reorganisation": _named("document proposed_by"),
    "organizations.Tenure": _named("decision"),
    "organizations.Territory": _named("code name bare_name region former_district name_folded name_sort"),
    "organizations.Unit": _named("key name short_name symbol phone address name_folded name_sort"),
    "organizations.UnitName": _named("name short_name decision name_folded"),
    "organizations.UnitSetting": _named("value"),
    "outbox.Message": _named("dedupe_key kind params context_key"),
    "outbox.SmsAttempt": _named("number_digest prefix"),
    "personal_data.DataIncident": _named("notice_number late_reason"),
    "personal_data.PurgeConfirmation": _named("periods_digest seal counts"),
    "personal_data.PurgeRun": _named("counts"),
    "personal_data.RetentionPeriod": _named("basis"),
    "regulation.CalendarDay": _named("name source"),
    "regulation.Edition": _named("code title short_title issuer text_path cited_as"),
    "regulation.EditionTerm": _named("article place"),
    "reports.AnnualReport": _named("situation strengths weaknesses causes next_year proposals late_reason"),
    "reports.ReportSending": _named("capacity"),
    "sessions_app.AddressBookEntry": _named("salutation consent_text consent_digest name_folded name_sort"),
    "sessions_app.AttendingBody": _named("representative prepared_content"),
    "sessions_app.ConclusionDecision": _named("content_digest"),
    "sessions_app.ConclusionDraft": _named("content_digest"),
    "sessions_app.ConclusionLine": _named("instruction"),
    "sessions_app.Consent": _named("text_version text_digest"),
    "sessions_app.DialogueSession": _named(
        "title content area audience place short_notice_reason late_invitation_reason title_folded"
    ),
    "sessions_app.Guest": _named("salutation likeness name_folded name_sort"),
    "sessions_app.Invitation": _named("short_code"),
    "sessions_app.Petition": _named("area"),
    "sessions_app.PetitionContact": _named("salutation"),
    "sessions_app.PetitionVoice": _named("text_folded"),
    "sessions_app.Presidency": _named("title override_reason"),
    "sessions_app.Publication": _named("channels where"),
    "sessions_app.Refusal": _named("ground"),
    "sessions_app.RefusalProposal": _named("ground"),
    "sessions_app.RegistrationReply": _named("referred_to"),
    "sessions_app.RegistrationContact": _named("salutation"),
    "sessions_app.RegistrationVoice": _named("text_folded"),
    "sessions_app.SpeakingRegistration": _named("consent_text"),
    "sessions_app.TrackingCode": _named("selector"),
}


def text_columns() -> list[tuple[str, str]]:
    """Every column of ours that can hold words, as (model, name); choices and public codes hold none."""
    return [
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model._meta.app_label in _OURS
        for field in model._meta.concrete_fields
        if isinstance(field, _TEXT) and not field.choices and not isinstance(field, PublicCodeField)
    ]


def problems() -> list[str]:
    """Columns without a line, lines without a column; one English line each."""
    columns = set(text_columns())
    private = {(field.model, field.name) for field in FIELDS}
    plain = {(model, name) for model, names in PLAIN.items() for name in names}
    return [
        *(
            f"nobody said whether {model}.{name} is private"
            for model, name in sorted(columns - private - plain)
        ),
        *(f"no column for the line {model}.{name}" for model, name in sorted((private | plain) - columns)),
        *(f"{model}.{name} is private and plain" for model, name in sorted(private & plain)),
    ]
