"""A number is taken once, without gaps, and a paper is rendered once, whatever breaks in between."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import Act
from audit.transitions import TransitionRefused
from documents import actions, kinds, rendering
from documents.enums import DocumentState, Family, PaperKind
from documents.models import IssuedDocument, NumberSeries, StoredFile
from documents.printouts import Imprint
from sessions_app.printouts import InvitationLetter
from tests.factories.documents import (
    CLERK,
    ISSUED_AT,
    STATE_HEADING,
    announcement,
    issued,
    letter,
    notice,
    numbered,
    of_the_state,
    urging,
)
from tests.factories.organizations import SAI_GON, party_committee, unit

pytestmark = pytest.mark.django_db


def test_numbers_rise_by_kind_issuer_and_period_and_are_written_as_the_party_writes_them():
    assert [numbered().number_text for _ in range(2)] == ["Số 01-GM/ĐU", "Số 02-GM/ĐU"]
    assert numbered(notice()).number_text == "Số 01-TB/ĐU"
    assert numbered(issuer=party_committee(SAI_GON)).number == 1
    assert numbered(period="2030-2035").number == 1
    assert numbered().number == 3


def test_notices_about_different_things_share_one_series():
    assert [numbered(paper).number_text for paper in (notice(), announcement(), notice())] == [
        "Số 01-TB/ĐU",
        "Số 02-TB/ĐU",
        "Số 03-TB/ĐU",
    ]


def test_a_letter_of_the_state_names_its_drafter_instead_of_its_type():
    heading = replace(STATE_HEADING, drafted_by="VP")
    paper = numbered(
        of_the_state(urging, heading=heading),
        issuer=unit("ubnd-phuong-ben-thanh"),
        family=Family.STATE,
        period="2026",
    )
    assert (paper.number_text, paper.cited) == ("Số: 01/UBND-VP", "số 01/UBND-VP")
    assert numbered(urging()).number_text == "Số 01-CV/ĐU"


def test_asking_again_for_the_same_paper_finds_it_and_takes_no_number():
    first = numbered(issue_key="invitation:hosting:12")
    again = numbered(issue_key="invitation:hosting:12")
    assert again == first
    assert numbered().number == 2


def test_a_rollback_gives_the_number_back():
    with transaction.atomic():
        numbered()
        transaction.set_rollback(True)
    assert IssuedDocument.objects.count() == 0
    assert numbered().number == 1


def test_the_number_of_a_series_cannot_be_used_twice():
    first = numbered()
    second = numbered()
    second.number = first.number
    with (
        pytest.raises(IntegrityError, match=r"document_number_unique_in_series|UNIQUE"),
        transaction.atomic(),
    ):
        second.save()


def test_a_paper_is_not_dated_before_the_last_one_of_its_series():
    numbered(dated_on=date(2026, 11, 23))
    with pytest.raises(TransitionRefused) as refused:
        numbered(dated_on=date(2026, 11, 20))
    assert str(refused.value) == (
        "Ngày văn bản không được trước ngày 23/11/2026 của văn bản liền trước (Số 01-GM/ĐU)."
    )
    assert numbered(notice(), dated_on=date(2026, 11, 20)).number == 1


def test_a_paper_is_not_dated_in_the_future():
    with pytest.raises(TransitionRefused, match="không được sau ngày hôm nay"):
        numbered(dated_on=ISSUED_AT.date() + timedelta(days=1))
    assert not NumberSeries.objects.filter(next_number__gt=1).exists()


def test_the_layout_follows_the_date_of_the_paper():
    before = numbered(dated_on=date(2026, 5, 26))
    after = numbered(dated_on=date(2026, 5, 27))
    assert (before.layout_edition, after.layout_edition) == ("hd36-vptw", "hd05-vptw")


def test_the_period_is_the_committee_term_or_the_year():
    committee = party_committee()
    assert actions.next_period(committee, Family.PARTY, date(2026, 11, 23)) == "2025-2030"
    assert actions.next_period(committee, Family.STATE, date(2026, 11, 23)) == "2026"


def test_both_phases_leave_a_file_whose_hash_is_kept_and_two_acts():
    document = issued()
    content = document.file.read_bytes()
    assert document.state == DocumentState.ISSUED
    assert document.issued_at == ISSUED_AT
    assert content.startswith(b"%PDF-")
    assert document.file.sha256 == hashlib.sha256(content).hexdigest()
    assert document.file.size == len(content)
    assert list(Act.objects.order_by("pk").values_list("verb", "title")) == [
        ("take_number", "Lấy số văn bản: Giấy mời số 01-GM/ĐU"),
        ("complete", "Phát hành văn bản"),
    ]


def test_the_frozen_facts_give_the_same_bytes_again():
    document = issued()
    paper = InvitationLetter.from_facts(document.facts)
    assert paper == letter()
    assert rendering.render(paper, Imprint.of(document)) == document.file.read_bytes()


def test_completing_twice_renders_once_and_calls_back_once(monkeypatch):
    called = []
    kinds.register(
        PaperKind.INVITATION, InvitationLetter, on_issued=lambda document, at: called.append(document)
    )
    document = issued()
    assert actions.complete(document, by=CLERK, at=ISSUED_AT) == document
    assert called == [document]
    assert StoredFile.objects.count() == 1


def test_a_crash_between_the_phases_is_finished_under_the_same_number(monkeypatch):
    document = numbered()
    with monkeypatch.context() as crashed:
        crashed.setattr(rendering, "render", lambda *_: (_ for _ in ()).throw(MemoryError))
        with pytest.raises(MemoryError):
            actions.complete(document, by=CLERK, at=ISSUED_AT)
    assert IssuedDocument.objects.get().state == DocumentState.NUMBERED

    assert actions.finish_pending(ISSUED_AT + timedelta(seconds=59)) == 0
    assert actions.finish_pending(ISSUED_AT + timedelta(minutes=1)) == 1
    assert actions.finish_pending(ISSUED_AT + timedelta(minutes=2)) == 0
    document.refresh_from_db()
    assert (document.state, document.number) == (DocumentState.ISSUED, 1)
    assert numbered().number == 2


def test_when_the_callback_fails_nothing_is_issued_and_no_file_stays(monkeypatch):
    def refuse(document, at):
        raise ValueError("the duty could not be met")

    kinds.register(PaperKind.INVITATION, InvitationLetter, on_issued=refuse)
    document = numbered()
    forgotten = []
    monkeypatch.setattr(actions.storage, "forget", forgotten.append)
    with pytest.raises(ValueError, match="the duty could not be met"):
        actions.complete(document, by=CLERK, at=ISSUED_AT)
    document.refresh_from_db()
    assert (document.state, document.file, document.version) == (DocumentState.NUMBERED, None, 1)
    assert StoredFile.objects.count() == 0
    assert len(forgotten) == 1


def test_one_paper_that_cannot_be_rendered_does_not_hold_up_the_others(caplog):
    broken, sound = numbered(), numbered()
    IssuedDocument.objects.filter(pk=broken.pk).update(facts={})
    assert actions.finish_pending(ISSUED_AT + timedelta(minutes=1)) == 1
    sound.refresh_from_db()
    assert sound.state == DocumentState.ISSUED
    assert f"Paper {broken.code} could not be completed." in caplog.text


def test_a_voided_number_is_never_given_again():
    document = numbered()
    with pytest.raises(TransitionRefused, match="cần ghi rõ lý do"):
        actions.void(document, reason=" ", by=CLERK, at=ISSUED_AT)
    actions.void(document, reason="Ghi nhầm nơi nhận", by=CLERK, at=ISSUED_AT)
    assert document.state == DocumentState.VOID
    assert numbered().number == 2


def test_the_state_counts_by_the_calendar_year_and_writes_the_number_its_own_way():
    def of_year(year: int) -> IssuedDocument:
        return numbered(
            of_the_state(letter),
            issuer=unit("ubnd-phuong-ben-thanh"),
            family=Family.STATE,
            period=str(year),
            dated_on=date(year, 11, 23),
        )

    papers = [of_year(2025), of_year(2025), of_year(2026)]
    assert [paper.number_text for paper in papers] == [
        "Số: 01/GM-UBND",
        "Số: 02/GM-UBND",
        "Số: 01/GM-UBND",
    ]
    assert papers[0].cited == "số 01/GM-UBND"
    assert papers[0].layout_edition == "nd30-cp"
    assert numbered().number_text == "Số 01-GM/ĐU"


def test_acts_about_a_paper_stand_in_the_log_of_its_context():
    key = "sessions_app.dialoguesession:12"
    numbered(context_key=key)
    assert Act.objects.get().context_key == key
