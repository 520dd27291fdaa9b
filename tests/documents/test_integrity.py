"""Every alteration behind the portal's back is found, and its row is named."""

from pathlib import Path

import pytest
from django.core.management import call_command

from audit.models import Act, ChainHead
from documents.models import IssuedDocument, StoredFile
from tests.factories.documents import ISSUED_AT, issued, notice, numbered

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(registered_papers):
    """Two issued papers and one that only has its number."""
    return [issued(), issued(notice()), numbered()]


def _verdict(capsys) -> tuple[int, list[str], list[str]]:
    try:
        call_command("verify_integrity", "--all")
    except SystemExit as ended:
        code = ended.code
    else:
        code = 0
    out, err = capsys.readouterr()
    return code, out.splitlines(), err.splitlines()


def test_what_nobody_touched_holds(papers, capsys):
    assert _verdict(capsys) == (0, ["5 acts, 3 papers and 2 files are unchanged."], [])


def test_an_empty_portal_holds(capsys):
    assert _verdict(capsys)[0] == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "khác"),
        ("note", "khác"),
        ("changes", {"state": ["a", "b"]}),
        ("at", ISSUED_AT.replace(hour=7)),
        ("actor_label", "Người khác"),
        ("subject_id", 999),
        ("clause", "D1.1"),
    ],
)
def test_a_changed_act_is_named(papers, capsys, column, value):
    act = Act.objects.order_by("sequence")[2]
    Act.objects.filter(pk=act.pk).update(**{column: value})
    code, _, err = _verdict(capsys)
    assert code == 1
    assert err == [f"Chain portal, act 3 (row {act.pk}): its content was changed."]


def test_an_act_changed_together_with_its_own_digest_breaks_the_next_one(papers, capsys):
    from audit.acts import digest_of

    act = Act.objects.select_related("subject_type").order_by("sequence")[2]
    act.note = "khác"
    act.digest = digest_of(act)
    act.save()
    following = Act.objects.get(sequence=4)
    assert _verdict(capsys)[2] == [
        f"Chain portal, act 4 (row {following.pk}): does not continue the act before it."
    ]


def test_a_deleted_act_is_noticed_in_the_middle_and_at_the_end(papers, capsys):
    Act.objects.get(sequence=5).delete()
    assert _verdict(capsys)[2] == ["Chain portal: the head names act 5, the last one found is 4."]
    Act.objects.get(sequence=2).delete()
    assert _verdict(capsys)[2][0].startswith("Chain portal: act 2 is missing")


def test_a_chain_cut_off_whole_is_noticed(papers, capsys):
    Act.objects.all().delete()
    assert _verdict(capsys)[2] == ["Chain portal: the head names act 5, the last one found is 0."]
    ChainHead.objects.update(sequence=0, digest="")
    assert _verdict(capsys)[0] == 0


def test_changed_facts_of_a_paper_are_named(papers, capsys):
    paper = papers[0]
    IssuedDocument.objects.filter(pk=paper.pk).update(facts={**paper.facts, "place": "nơi khác"})
    assert _verdict(capsys)[2] == [
        f"Paper {paper.code} (Số 01-GM/ĐU, row {paper.pk}): its frozen facts were changed."
    ]


def test_a_paper_taken_out_of_its_series_is_noticed(papers, capsys):
    papers[0].delete()
    assert _verdict(capsys)[2] == [f"Paper {papers[2].code}: number 1 of its series is missing."]


def test_one_changed_byte_of_a_file_is_named(papers, capsys):
    stored = papers[1].file
    content = bytearray(stored.read_bytes())
    content[100] ^= 1
    Path(stored.content.path).write_bytes(content)
    assert _verdict(capsys)[2] == [f"File {stored.code} (row {stored.pk}): its bytes were changed."]


def test_a_file_that_is_gone_is_named(papers, capsys):
    stored = StoredFile.objects.order_by("pk").first()
    stored.content.storage.delete(stored.content.name)
    assert _verdict(capsys)[2] == [f"File {stored.code} (row {stored.pk}): its bytes cannot be read."]


def test_without_all_only_the_first_is_printed(papers, capsys):
    Act.objects.update(note="khác")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_integrity")
    assert ended.value.code == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
