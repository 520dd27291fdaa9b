"""Contact in full stands in answers to three POSTs with a reason alone, each an act; elsewhere it is masked."""

import ast
import re

import pytest

from accounts.forms import new_key
from audit.models import Act
from tests.factories import followups as after
from tests.factories import proceedings as day
from tests.factories.registrations import invite, registration
from tests.house.source import TEMPLATES, modules

# Functions of views that read contact in full, and the views that call them.
IN_FULL = {
    "sessions_app/views/registrations.py": {"_contact"},
    "sessions_app/views/guests.py": {"_contacts_table"},
    "followups/views/petitions.py": {"petition_reveal"},
}
# Read, not shown: whether there is any, or compared, or how the letter goes.
NOT_SHOWN = {
    "followups/views/tracking.py": {"_found", "tracking_result"},
    "sessions_app/views/citizen.py": {"_sent_to"},
}
_CONTACT = re.compile(r"contact\.(phone|email|address)$")


def _readers() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path, tree in modules().items():
        if "/views/" not in path:
            continue
        for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
            masked = {
                id(argument)
                for call in ast.walk(function)
                if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("masked_")
                for argument in call.args
            }
            if any(
                isinstance(node, ast.Attribute)
                and id(node) not in masked
                and _CONTACT.search(ast.unparse(node))
                for node in ast.walk(function)
            ):
                found.setdefault(path, set()).add(function.name)
    return found


def test_three_views_show_contact_in_full_and_no_template_reaches_for_it():
    readers = _readers()
    assert readers == IN_FULL | NOT_SHOWN
    reaching = [
        path.name
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"\{\{[^}]*\.contact\.(phone|email|address)", path.read_text(encoding="utf-8"))
    ]
    assert reaching == []


def _slips():
    row = registration(day.held(), contact={"full_name": "Minh Họa", "phone": "0912345678"})
    return f"/buoi-doi-thoai/{row.session.code}/dang-ky/xem-lien-he/", "clarify", "0912 345 678"


def _guests():
    session = invite(day.held()).guest.session
    return f"/buoi-doi-thoai/{session.code}/khach-moi/xem-lien-he/", None, "0903 123 456"


def _petition():
    row = after.petition(day.held())
    return f"/kien-nghi/{row.code}/xem-lien-he/", "clarify", "0909 876 543"


@pytest.mark.django_db
@pytest.mark.parametrize("make", [_slips, _guests, _petition])
def test_a_look_is_a_post_with_a_reason_and_one_act(client_for, clerk, make):
    address, reason, phone = make()
    office = client_for(clerk)
    assert office.get(address).status_code == 405
    looks = Act.objects.filter(verb__startswith="reveal")
    without = office.post(address, {"reason": "", "idempotency_key": new_key()})
    assert (phone in without.content.decode(), looks.count()) == (False, 0)
    form = without.context.get("reveal_form") or without.context["form"]
    reason = reason or form.fields["reason"].choices[0][0]
    shown = office.post(address, {"reason": reason, "idempotency_key": new_key()})
    assert (phone in shown.content.decode(), looks.count()) == (True, 1)
    assert looks.get().note
