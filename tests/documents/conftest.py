"""Papers of these tests are made from the real printouts; nothing of the apps above is called back."""

import pytest

from documents import kinds
from documents.enums import PaperKind
from followups.printouts import ConclusionNoticePaper, EscalationLetter, UrgingLetter
from reports.printouts import AnnualReportPaper
from sessions_app.printouts import AnnouncementPaper, InvitationLetter, MinutesPaper


@pytest.fixture(autouse=True)
def registered_papers(monkeypatch):
    monkeypatch.setattr(kinds, "_REGISTERED", {})
    kinds.register(PaperKind.INVITATION, InvitationLetter)
    kinds.register(PaperKind.MINUTES, MinutesPaper)
    kinds.register(PaperKind.URGING_LETTER, UrgingLetter)
    kinds.register(PaperKind.ESCALATION_LETTER, EscalationLetter)
    kinds.register(PaperKind.ANNOUNCEMENT, AnnouncementPaper)
    kinds.register(PaperKind.CONCLUSION_NOTICE, ConclusionNoticePaper)
    kinds.register(PaperKind.ANNUAL_REPORT, AnnualReportPaper)
