"""Every text in which somebody may stand has a period, or a reason why it is kept."""

import pytest
from django.apps import apps
from django.db import models

from personal_data.retention import RULES

# Texts that hold no personal data of the people, or that are kept as official record; and why.
PUBLIC = "what was announced"
RECORD = "official record, written without names of those who did not agree to be named"
PROCESS = "codes, choices and reasons of the process"
KEPT = {
    "sessions_app.DialogueSession": PUBLIC,
    "sessions_app.Hosting": PUBLIC,
    "sessions_app.Presidency": "who presides, in office",
    "sessions_app.Publication": PUBLIC,
    "sessions_app.AttendingBody": "who comes for a body, in office",
    "sessions_app.Dispatch": PROCESS,
    "sessions_app.SpeakingRegistration": PROCESS,
    "sessions_app.Consent": "version and digest of a text of ours",
    "sessions_app.Refusal": "the ground and a prepared sentence (Đ5)",
    "sessions_app.RefusalProposal": "the ground and a prepared sentence; goes with the decision",
    "sessions_app.TrackingCode": "a digest",
    "sessions_app.Petition": "a place within the ward",
    "sessions_app.Minutes": RECORD,
    "sessions_app.ConclusionDraft": RECORD,
    "sessions_app.ConclusionLine": RECORD,
    "sessions_app.ConclusionDecision": RECORD,
    "followups.ConclusionNotice": RECORD,
    "followups.Assignment": RECORD,
    "followups.Answer": RECORD,
    "followups.Extension": RECORD,
    "documents.NumberSeries": PROCESS,
    "documents.IssuedDocument": RECORD,
    "outbox.SmsDay": PROCESS,
    "personal_data.RetentionPeriod": PROCESS,
    "personal_data.RetentionHold": PROCESS,
    "personal_data.PurgeConfirmation": PROCESS,
    "personal_data.PurgeRun": PROCESS,
    "personal_data.DataRequest": PROCESS,
    "personal_data.DataIncident": "names nobody concerned",
}
APPS = ("sessions_app", "followups", "documents", "outbox", "personal_data")
TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField)


def _with_text() -> set[str]:
    return {
        model._meta.label
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if any(isinstance(field, TEXTS) for field in model._meta.concrete_fields)
    }


def test_every_table_with_text_has_a_period_or_a_reason():
    covered = {label for rule in RULES.values() for label in rule.covers}
    assert covered.isdisjoint(KEPT)
    assert _with_text() - covered == set(KEPT) & _with_text()


@pytest.mark.parametrize("rule", RULES.values(), ids=[kind.value for kind in RULES])
def test_every_rule_says_what_goes_what_stays_and_why(rule):
    assert all((rule.since, rule.basis, rule.goes, rule.stays, rule.covers))
    assert 0 < rule.days <= 36_500
