"""More than forty ways to alter the trail, its heads and seals, a paper or a file, and what is then named first."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from audit import acts, seals
from audit.acts import digest_of
from audit.models import Act, ChainHead, DailySeal
from documents import actions
from documents.models import IssuedDocument, NumberSeries, StoredFile
from tests.factories.documents import ISSUED_AT


@dataclass
class Trail:
    """Two issued papers and one that only has its number; their acts, and two acts of another chain."""

    papers: list[IssuedDocument]

    def act(self, sequence: int) -> Act:
        return Act.objects.select_related("subject_type").get(chain=acts.SYSTEM_CHAIN, sequence=sequence)

    def other(self, sequence: int) -> Act:
        return Act.objects.select_related("subject_type").get(chain=self.other_chain, sequence=sequence)

    @property
    def other_chain(self) -> str:
        return ChainHead.objects.exclude(chain=acts.SYSTEM_CHAIN).get().chain

    @property
    def head(self) -> ChainHead:
        return ChainHead.objects.get(chain=acts.SYSTEM_CHAIN)

    @property
    def seal(self) -> DailySeal:
        return DailySeal.objects.get(number=2)


def _update(row, **values) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def _forge(act: Act, **values) -> None:
    """Change an act and its own digest with it."""
    for name, value in values.items():
        setattr(act, name, value)
    act.digest = digest_of(act)
    act.save()


def _rewrite(chain: str) -> None:
    """Compute a chain and its head anew, as somebody would who knows how."""
    sequence, digest = 0, ""
    for act in Act.objects.filter(chain=chain).select_related("subject_type").order_by("sequence"):
        sequence += 1
        act.sequence, act.previous_digest = sequence, digest
        act.digest = digest = digest_of(act)
        act.save()
    ChainHead.objects.filter(chain=chain).update(sequence=sequence, digest=digest)


def _insert(trail: Trail, sequence: int) -> None:
    act = trail.act(2)
    act.pk, act.sequence, act.note = None, sequence, "chen vào"
    act.digest = digest_of(act)
    act.save(force_insert=True)


def _swap_places(one: Act, other: Act) -> None:
    """Two acts of one chain change places; the third place is only passed through."""
    places = one.sequence, other.sequence
    _update(one, sequence=1_000)
    _update(other, sequence=places[0])
    _update(one, sequence=places[1])


def _swap_chains(trail: Trail) -> None:
    ours, theirs = acts.SYSTEM_CHAIN, trail.other_chain
    for model in (Act, ChainHead):
        model.objects.filter(chain=ours).update(chain="passing")
        model.objects.filter(chain=theirs).update(chain=ours)
        model.objects.filter(chain="passing").update(chain=theirs)


def _flip(stored: StoredFile, at: int = 100) -> bytes:
    content = bytearray(stored.read_bytes())
    content[at] ^= 1
    Path(stored.content.path).write_bytes(content)
    return bytes(content)


def _replace_file(trail: Trail) -> None:
    """Other bytes, and their hash and size in the row: only the trail still knows what was issued."""
    stored = trail.papers[1].file
    _update(stored, sha256=hashlib.sha256(_flip(stored)).hexdigest())


def _change_facts(trail: Trail, *, digest_too: bool) -> None:
    paper = trail.papers[0]
    facts = {**paper.facts, "place": "nơi khác"}
    _update(paper, facts=facts, **({"facts_digest": actions.digest_of_facts(facts)} if digest_too else {}))


def forge_seal(trail: Trail) -> None:
    seal = trail.seal
    seal.heads = {**seal.heads, acts.SYSTEM_CHAIN: [3, trail.act(3).digest]}
    seal.digest = seals.digest_of(seal)
    seal.save()


PAPER_1, PAPER_2 = (
    "Paper {p[0].code} (Số 01-GM/ĐU, row {p[0].pk}): ",
    "Paper {p[1].code} (Số 01-TB/ĐU, row {p[1].pk}): ",
)
ACT = "Chain portal, act {0} (row {{a[{0}]}}): "
CHANGED = ACT.format(3) + "its content was changed."

# What is done → the first row that is named.
TAMPERINGS: dict[str, tuple[Callable[[Trail], object], str]] = {
    # acts changed
    "the title of an act": (lambda t: _update(t.act(3), title="khác"), CHANGED),
    "its reason": (lambda t: _update(t.act(3), note="khác"), CHANGED),
    "its values": (lambda t: _update(t.act(3), changes={"state": ["a", "b"]}), CHANGED),
    "its moment": (lambda t: _update(t.act(3), at=ISSUED_AT.replace(hour=7)), CHANGED),
    "who did it": (lambda t: _update(t.act(3), actor_label="Người khác"), CHANGED),
    "to what": (lambda t: _update(t.act(3), subject_id=999), CHANGED),
    "its clause": (lambda t: _update(t.act(3), clause="D1.1"), CHANGED),
    "its verb": (lambda t: _update(t.act(3), verb="khac"), CHANGED),
    "where it is shown": (lambda t: _update(t.act(3), context_key="x:1"), CHANGED),
    "its digest alone": (lambda t: _update(t.act(3), digest="0" * 64), CHANGED),
    "what it continues": (
        lambda t: _update(t.act(3), previous_digest=""),
        ACT.format(3) + "does not continue the act before it.",
    ),
    "an act with its digest": (
        lambda t: _forge(t.act(3), note="khác"),
        ACT.format(4) + "does not continue the act before it.",
    ),
    "the last act with its digest": (
        lambda t: _forge(t.act(5), note="khác"),
        "Chain portal: the head names act 5, the last one found is 5.",
    ),
    # acts removed
    "the first act removed": (
        lambda t: t.act(1).delete(),
        "Chain portal: act 1 is missing (row {a[2]} is act 2).",
    ),
    "one from the middle removed": (
        lambda t: t.act(3).delete(),
        "Chain portal: act 3 is missing (row {a[4]} is act 4).",
    ),
    "the last act removed": (
        lambda t: t.act(5).delete(),
        "Chain portal: the head names act 5, the last one found is 4.",
    ),
    "the last act removed, the head moved back": (
        lambda t: (t.act(5).delete(), _update(t.head, sequence=4, digest=t.act(4).digest)),
        "Seal of 2026-11-24 (row {s[2]}): act 5 of chain portal is not the one that was sealed.",
    ),
    "a chain removed": (
        lambda t: Act.objects.filter(chain=t.other_chain).delete(),
        "Chain {other}: the head names act 2, the last one found is 0.",
    ),
    "a chain removed with its head": (
        lambda t: (
            Act.objects.filter(chain=t.other_chain).delete(),
            ChainHead.objects.filter(chain=t.other_chain).delete(),
        ),
        "Seal of 2026-11-24 (row {s[2]}): act 2 of chain {other} is not the one that was sealed.",
    ),
    # acts inserted, reordered, moved
    "an act inserted at the end": (
        lambda t: _insert(t, 6),
        "Chain portal, act 6 (row {new}): does not continue the act before it.",
    ),
    "an act of a chain that does not exist": (
        lambda t: _update(t.other(2), chain="unit:0"),
        "Chain unit:0: act 1 is missing (row {o[2]} is act 2).",
    ),
    "two acts reordered": (
        lambda t: _swap_places(t.act(2), t.act(3)),
        "Chain portal, act 2 (row {a[3]}): does not continue the act before it.",
    ),
    "two chains swapped": (_swap_chains, "Chain portal, act 1 (row {o[1]}): its content was changed."),
    "a chain written anew": (
        lambda t: (_update(t.act(3), note="khác"), _rewrite(acts.SYSTEM_CHAIN)),
        "Seal of 2026-11-24 (row {s[2]}): act 5 of chain portal is not the one that was sealed.",
    ),
    # heads and seals
    "a head moved back": (
        lambda t: _update(t.head, sequence=4),
        "Chain portal: the head names act 4, the last one found is 5.",
    ),
    "a head with another digest": (
        lambda t: _update(t.head, digest="0" * 64),
        "Chain portal: the head names act 5, the last one found is 5.",
    ),
    "a head removed": (lambda t: t.head.delete(), "Chain portal: its head is missing."),
    "a seal changed": (
        lambda t: _update(t.seal, heads={}),
        "Seal of 2026-11-24 (row {s[2]}): its content was changed.",
    ),
    "a seal removed": (
        lambda t: DailySeal.objects.get(number=1).delete(),
        "Seal of 2026-11-24 (row {s[2]}): seal 1 before it is missing.",
    ),
    # papers
    "the text of a paper": (
        lambda t: _change_facts(t, digest_too=False),
        PAPER_1 + "its frozen facts were changed.",
    ),
    "the text with its digest": (
        lambda t: _change_facts(t, digest_too=True),
        PAPER_1 + "its frozen facts were changed, and their digest with them.",
    ),
    "the date of a paper": (
        lambda t: _update(t.papers[0], dated_on=ISSUED_AT.date() - timedelta(days=3)),
        PAPER_1 + "its number, date, signer or another part of its record was changed.",
    ),
    "its signer": (
        lambda t: _update(t.papers[1], signer_name="Minh Họa Khác"),
        PAPER_2 + "its number, date, signer or another part of its record was changed.",
    ),
    "the moment of issue": (
        lambda t: _update(t.papers[1], issued_at=ISSUED_AT - timedelta(days=1)),
        PAPER_2 + "the moment of its issue was changed.",
    ),
    "the moment of the number": (
        lambda t: _update(t.papers[1], numbered_at=ISSUED_AT - timedelta(days=1)),
        PAPER_2 + "the moment of its number was changed.",
    ),
    "an issued paper made void": (
        lambda t: _update(t.papers[1], state="void", voided_at=ISSUED_AT, issued_at=None, file=None),
        PAPER_2 + "its state is not the one the trail tells of.",
    ),
    "a paper removed from its series": (
        lambda t: t.papers[0].delete(),
        "Paper {p[2].code}: number 1 of its series is missing.",
    ),
    "the last paper removed": (
        lambda t: t.papers[2].delete(),
        "Series giay-moi 2025-2030 of unit {p[0].issuer_id} (row {series}): goes on with 3, its last paper is 1.",
    ),
    "the last paper removed, its number given back": (
        lambda t: (t.papers[2].delete(), NumberSeries.objects.filter(next_number=3).update(next_number=2)),
        "Paper Số 02-GM/ĐU (row {p[2].pk}): it was numbered and is not there.",
    ),
    # files
    "one bit of an issued file": (
        lambda t: _flip(t.papers[1].file),
        "File {p[1].file.code} (row {p[1].file.pk}): its bytes were changed.",
    ),
    "the last byte of a file": (
        lambda t: _flip(t.papers[0].file, -1),
        "File {p[0].file.code} (row {p[0].file.pk}): its bytes were changed.",
    ),
    "a file replaced with its hash": (_replace_file, PAPER_2 + "its file is not the one that was issued."),
    "a file removed": (
        lambda t: t.papers[0].file.content.storage.delete(t.papers[0].file.content.name),
        "File {p[0].file.code} (row {p[0].file.pk}): its bytes cannot be read.",
    ),
}
