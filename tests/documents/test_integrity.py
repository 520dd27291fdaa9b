"""Every alteration behind the portal's back is found, and its row is named (the ways are in ``tampering.py``).

The hand that alters owns the database: no guard stands in its way (``tests/support/unguarded.py``).
"""

import dataclasses
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from audit import acts, seals
from audit.models import Act, DailySeal
from documents import actions, kinds, rendering
from documents.models import IssuedDocument, NumberSeries
from documents.printouts import Imprint
from tests.documents.measure import text_of
from tests.documents.tampering import TAMPERINGS, Trail, forge_seal
from tests.factories.documents import CLERK, ISSUED_AT, issued, notice, numbered
from tests.factories.organizations import SAI_GON, party_committee
from tests.support.unguarded import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(registered_papers, monkeypatch) -> Trail:
    """The trail that is tampered with: chain ``portal`` with five acts, a unit's chain with two, two seals.

    What the sheets look like does not matter here; laying them out takes its time.
    """
    monkeypatch.setattr(actions.rendering, "render", lambda paper, imprint: f"{imprint}".encode() * 4)
    papers = [issued(), issued(notice()), numbered()]
    office = party_committee(SAI_GON)
    with transaction.atomic():
        for word in ("một", "hai"):
            by = dataclasses.replace(CLERK, unit_id=office.pk)
            acts.write(subject=office, verb="note", title="Ghi chú", note=word, by=by, at=ISSUED_AT)
        seals.seal_of(ISSUED_AT.date() + timedelta(days=1), at=ISSUED_AT + timedelta(days=1))
    return Trail(papers)


def _verdict(capsys, *options) -> tuple[int, list[str], list[str]]:
    try:
        call_command("verify_integrity", "--all", *options)
    except SystemExit as ended:
        code = ended.code
    else:
        code = 0
    out, err = capsys.readouterr()
    return code, out.splitlines(), err.splitlines()


def test_what_nobody_touched_holds(trail, capsys):
    assert _verdict(capsys) == (0, ["7 acts, 3 papers and 2 files are unchanged."], [])


def test_an_empty_portal_holds(capsys):
    assert _verdict(capsys)[0] == 0


@pytest.mark.every_case
@pytest.mark.parametrize("name", TAMPERINGS)
def test_what_was_altered_is_named(trail, capsys, name):
    tamper, named = TAMPERINGS[name]
    papers = list(IssuedDocument.objects.select_related("file").order_by("pk"))
    known = {
        "p": papers,
        "a": {act.sequence: act.pk for act in Act.objects.filter(chain=acts.SYSTEM_CHAIN)},
        "o": {act.sequence: act.pk for act in Act.objects.filter(chain=trail.other_chain)},
        "s": {seal.number: seal.pk for seal in DailySeal.objects.all()},
        "other": trail.other_chain,
        "series": NumberSeries.objects.get(paper_type="giay-moi").pk,
    }
    trail.papers = list(papers)
    expected = named.format(**known, new="{new}")
    with unguarded():
        tamper(trail)
    expected = expected.replace("{new}", str(max(Act.objects.values_list("pk", flat=True), default=0)))
    code, out, err = _verdict(capsys)
    assert (code, out) == (1, [])
    assert err[0] == expected


def test_there_are_many_ways():
    assert len(TAMPERINGS) >= 40


def test_a_trail_and_a_seal_written_anew_together_show_against_the_copy_outside(trail, capsys, tmp_path):
    """Whoever owns the whole database can make it agree with itself; not with what left the house yesterday."""
    assert len(seals.export(tmp_path)) == 2
    assert _verdict(capsys, "--seals", str(tmp_path))[0] == 0
    with unguarded():
        forge_seal(trail)
    assert _verdict(capsys)[0] == 0
    assert _verdict(capsys, "--seals", str(tmp_path))[2] == [
        f"Copy 2026-11-24.json: the seal in the database (row {trail.seal.pk}) is another one."
    ]
    with unguarded():
        DailySeal.objects.all().delete()
    assert _verdict(capsys, "--seals", str(tmp_path))[2][0] == (
        "Copy 2026-11-23.json: the database has no such seal."
    )


def test_a_copy_that_cannot_be_read_and_a_folder_without_copies_are_not_taken_for_agreement(
    trail, capsys, tmp_path
):
    with pytest.raises(CommandError, match="nothing was compared"):
        call_command("verify_integrity", "--seals", str(tmp_path))
    (tmp_path / "2026-11-24.json").write_text("{", encoding="utf-8")
    assert _verdict(capsys, "--seals", str(tmp_path))[2] == ["Copy 2026-11-24.json: cannot be read."]


def test_without_all_only_the_first_is_printed(trail, capsys):
    with unguarded():
        Act.objects.update(note="khác")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_integrity")
    assert ended.value.code == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


# -- what a paper carries of it


def _rendered(paper: IssuedDocument) -> bytes:
    printout = kinds.registered(paper.kind).printout.from_facts(paper.facts)
    return rendering.render(printout, Imprint.of(paper))


def test_a_paper_prints_the_seal_of_its_day_and_a_second_rendering_is_the_same_file():
    paper = IssuedDocument.objects.select_related("file").get(pk=issued().pk)
    seal = DailySeal.objects.get(on=ISSUED_AT.date())
    assert paper.facts["trail_seal"] == {"on": "2026-11-23", "digest": seal.digest}
    again = _rendered(paper)
    assert again == paper.file.read_bytes()
    assert f"Mã niêm nhật ký ngày 23/11/2026: {seals.printed(seal.digest)}" in text_of(again)


def test_a_paper_from_before_the_seals_is_rendered_as_it_was():
    paper = numbered()
    del paper.facts["trail_seal"]
    assert (Imprint.of(paper).sealed_on, Imprint.of(paper).seal) == (None, "")
    assert "Mã niêm" not in text_of(_rendered(paper))


def test_papers_of_one_day_carry_one_seal_and_the_check_page_shows_it_whole(trail, client):
    digest = DailySeal.objects.get(on=ISSUED_AT.date()).digest
    assert {paper.facts["trail_seal"]["digest"] for paper in trail.papers} == {digest}
    page = client.get(f"/xac-thuc/{trail.papers[0].code}/").content.decode()
    assert digest in page
    assert "Mã niêm nhật ký ngày 23/11/2026" in page
