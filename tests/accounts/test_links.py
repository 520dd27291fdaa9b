"""Links and codes without accounts: derived, so that a letter can be printed again; only digests are kept."""

import pytest

from accounts import links


def test_the_same_row_gives_the_same_token_and_any_other_gives_another():
    token = links.token_for("invitation", 12, 1)
    assert token == links.token_for("invitation", 12, 1)
    others = {
        links.token_for("invitation", 12, 2),
        links.token_for("invitation", 13, 1),
        links.token_for("tracking", 12, 1),
        links.token_for("invitation", 1, 21),
    }
    assert len(others | {token}) == 5
    assert len(token) == 43


def test_without_the_key_the_token_is_another(settings):
    before = links.token_for("invitation", 12, 1), links.keyed_digest("phone", "0903123456")
    settings.LINK_KEY = "another-key-of-sufficient-length-for-this-test-only"
    assert links.token_for("invitation", 12, 1) != before[0]
    assert links.keyed_digest("phone", "0903123456") != before[1]


def test_codes_have_their_length_and_letters_that_nobody_misreads():
    codes = [links.tracking_code_for(number, 1) for number in range(200)]
    shorts = [links.short_code_for(number, 1) for number in range(200)]
    assert {len(code) for code in codes} == {15}
    assert {len(code) for code in shorts} == {8}
    assert not set("".join(codes + shorts)) & set("ilou")
    assert len(set(codes)) == len(set(shorts)) == 200


@pytest.mark.parametrize(
    "text", ["ABCDE-FGH12-34567", "abcde fgh12 34567", " ABCDEFGH1234567 ", "abcde‑fgh12–34567"]
)
def test_a_code_is_read_however_it_is_typed(text):
    assert links.typed(text) == "abcdefgh1234567"
    assert links.grouped("abcdefgh1234567") == "ABCDE-FGH12-34567"


def test_look_alikes_are_forgiven():
    assert links.typed("OIL0") == "0110"
