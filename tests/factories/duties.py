"""Duties. By default the notice of conclusions of phường Bến Thành after a session of Thursday 12/11/2026."""

from datetime import date, datetime

import factory
from factory.django import DjangoModelFactory

from audit.actors import Actor
from duties.actions import ledger
from duties.models import Duty
from organizations.enums import Branch
from regulation.articles import Article
from tests.factories.organizations import party_committee, party_office
from tests.support.moments import at

CLERK = Actor.system("phép thử")
SESSION_ON = date(2026, 11, 12)
OPENED_AT = at(date(2026, 11, 12), "17:00")


def opened(article: Article = Article.CONCLUSION_NOTICE, **changed) -> Duty:
    """A duty entered through the ledger; any argument of ``ledger.open`` may be given."""
    number = Duty.objects.count() + 1
    facts = {
        "branch": Branch.PARTY,
        "subject_key": f"phep-thu:{number}",
        "owed_by": changed.pop("owed_by", None) or party_office(),
        "owed_to": changed.pop("owed_to", None) or party_committee(),
        "base_on": SESSION_ON,
        "title": f"Việc thử nghiệm số {number}",
        "context_line": "Buổi đối thoại thử nghiệm",
        "target_path": "/buoi-doi-thoai/thu/",
        "action_label": "Mở dự thảo",
        "by": CLERK,
        "at": OPENED_AT,
    }
    return ledger.open(article, **{**facts, **changed})


class DutyFactory(DjangoModelFactory):
    """A bare row with the dates that are given, for what only reads dates; ``due_on`` fills the others."""

    class Meta:
        model = Duty

    rule = "D9.3.a"
    branch = Branch.PARTY
    edition = "935-QD-TU"
    reading = factory.LazyFunction(lambda: {"days": 10, "counting": "working", "reading": "strict"})
    subject_key = factory.Sequence(lambda n: f"phep-thu-{n}")
    owed_by = factory.LazyFunction(party_office)
    owed_to = factory.LazyFunction(party_committee)
    title = factory.Sequence(lambda n: f"Việc thử nghiệm {n}")
    target_path = "/buoi-doi-thoai/thu/"
    base_on = SESSION_ON
    due_on = date(2026, 11, 27)
    first_due_on = factory.SelfAttribute("due_on")
    first_lawful_until = factory.SelfAttribute("first_due_on")
    lawful_until = factory.SelfAttribute("due_on")
    amber_until = factory.SelfAttribute("lawful_until")
    opened_at: datetime = OPENED_AT
