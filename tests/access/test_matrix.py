"""Every cell of the access matrix, asked of the real pages."""

import json
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dialogue_portal.access import fields, matrix
from dialogue_portal.access.addresses import Address, addresses
from dialogue_portal.access.pages import PAGES
from dialogue_portal.access.subjects import Answer, Subject
from dialogue_portal.access.table import as_page
from dialogue_portal.management.commands.access_matrix import PAGE
from tests.access import letters

# One process walks for all of them.
pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, pytest.mark.xdist_group("access")]


@pytest.fixture
def strange_page(monkeypatch):
    """Somebody adds an address and says nowhere who may open it."""
    found = addresses()
    more = [*found, Address("reports:new_page", "bao-cao/moi/", ())]
    monkeypatch.setattr(matrix, "addresses", lambda: more)


def test_every_address_has_a_row():
    assert matrix.problems() == []


def test_an_address_without_a_row_fails_the_command(strange_page):
    assert matrix.problems() == ["no row for the address reports:new_page"]
    with pytest.raises(CommandError, match="no row for the address reports:new_page"):
        call_command("access_matrix", stdout=StringIO())


def test_the_command_prints_the_cells_that_are_walked():
    out = StringIO()
    call_command("access_matrix", "--json", stdout=out)
    printed = json.loads(out.getvalue())
    assert len(printed) == len(list(matrix.cells()))
    assert printed[0] == {
        "name": "live", "url": "/suc-khoe/", "object": "", "method": "GET", "role": "nobody", "expected": "allow",
        "how": "allow",
    }  # fmt: skip
    assert {cell["expected"] for cell in printed} == {"allow", "deny", "login"}


def test_the_page_in_the_docs_is_the_one_the_command_writes(settings):
    assert (settings.BASE_DIR / PAGE).read_text(encoding="utf-8") == as_page()


def test_every_row_allows_somebody_something():
    """A row that only refuses would pass on a page that is broken for all."""
    mute = [page.name for page in PAGES if Answer.ALLOW not in {*page.get.values(), *page.post.values()}]
    # The first wants a letter of one's own (tests/staff), the second a sign-in that is half done; the last sends
    # everybody to the door.
    assert mute == ["staff:accept", "accounts:passkey_challenge", "followups:tracking_leave"]


def test_every_cell_is_as_the_table_says(walk):
    expected = {(cell.name, cell.of, cell.method, cell.subject): cell.answer for cell in matrix.cells()}
    wrong = [
        f"{name} of {of or '-'}: {method} by {who}: {walk.answers.get((name, of, method, who))}, not {answer}"
        for (name, of, method, who), answer in expected.items()
        if walk.answers.get((name, of, method, who)) != answer
    ]
    assert wrong == [], "\n".join(wrong)
    assert len(walk.answers) == len(expected) > 7500


def test_every_private_column_is_found_by_those_it_is_for_and_by_nobody_else(walk, world):
    assert fields.problems() == []
    wrong = []
    for private in fields.FIELDS:
        found = walk.found.get(private.label, {})
        leaks = {
            who: next(iter(places.values())) for who, places in found.items() if who not in private.seen_by
        }
        blind = private.seen_by - found.keys()
        if leaks or blind:
            wrong.append(f"{private.label}: leaks {leaks}, not found by {sorted(blind)}")
    assert wrong == [], "\n".join(wrong)
    assert world.poison.words > 400


def test_what_was_copied_from_a_private_column_is_found_by_nobody_else(walk, world):
    """Into the title of a duty, the words of an act, the facts of a paper."""
    wrong = []
    for copy, found in walk.copied.items():
        columns = [fields.FIELDS[number] for number in world.poison.copies[copy]]
        seen_by = frozenset().union(*(column.seen_by for column in columns))
        if leaks := {who: where for who, where in found.items() if who not in seen_by}:
            wrong.append(f"{[column.label for column in columns]} {copy.decode()}: {leaks}")
    assert wrong == [], "\n".join(wrong)
    assert len(world.poison.copies) > 100
    assert walk.copied  # the search is not blind


@pytest.mark.parametrize("subject", [Subject.LINK_HOLDER, Subject.AGENCY])
def test_of_a_column_shared_by_many_everybody_finds_the_own_rows_alone(walk, world, subject):
    found = {
        (private.model, pk): place
        for private in fields.FIELDS
        for pk, place in walk.found.get(private.label, {}).get(subject, {}).items()
    }
    strange = {
        row: place for row, place in found.items() if row[1] not in world.own_rows[subject].get(row[0], ())
    }
    assert strange == {}
    assert found  # the search is not blind


def test_nothing_private_is_in_the_log(walk, world):
    assert world.poison.found_in(walk.logged) == set()


def test_a_letter_tells_nothing_private_of_anybody_but_its_recipient(walk, world):
    wrong, read = [], Counter()
    for recipient, words in letters.sent_again(world):
        addressed = world.poison.found_in(recipient.encode())
        if not addressed:
            continue  # to somebody of the other ward
        [(number, key)] = addressed
        column = fields.FIELDS[number]
        read[column.model in letters.PEOPLE] += 1
        if strange := letters.strange_in(world, column, key, words):
            wrong.append(f"{column.label} {key}: {sorted(strange)}")
    assert wrong == []
    assert min(read[True], read[False]) > 5, read
