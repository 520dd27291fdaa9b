"""Text messages go to Vietnamese mobile numbers only, however they are typed."""

import pytest

from outbox.channels.mobile_numbers import NoMobileNumber, international, local_number, takes_messages


@pytest.mark.parametrize(
    "typed",
    ["0903123456", "0903 123 456", "0903.123.456", "+84903123456", "+84 903 123 456", "84903123456",
     "0084903123456", "+84 (0) 903 123 456"],
)  # fmt: skip
def test_one_number_however_it_is_typed(typed):
    assert local_number(typed) == "0903123456"


def test_providers_get_the_country_code():
    assert international("0903123456") == "84903123456"


@pytest.mark.parametrize(
    "typed",
    ["", "028 3822 0000", "1900 1234", "19006789", "0123456789", "+1 900 123 4567", "+855 12 345 678", "113",
     "090312345", "09031234567", "0903abc456", "0800123456", "0951234567", "0501234567", "٠٩٠٣١٢٣٤٥٦"],
)  # fmt: skip
def test_what_costs_or_leads_elsewhere_gets_none(typed):
    assert takes_messages(typed) is False
    with pytest.raises(NoMobileNumber):
        local_number(typed)


@pytest.mark.parametrize(
    "prefix", ["032", "039", "056", "070", "079", "081", "086", "090", "094", "096", "099"]
)
def test_mobile_prefixes(prefix):
    assert takes_messages(f"{prefix}0000123") is True
