"""What a paper says, apart from how it looks: frozen facts that survive as JSON and are rendered once.

A fact that the law demands is a required field of the dataclass, so that a paper without it cannot be
built. The number and the date are not facts of the text: they are given when the paper is issued and
reach the template as an ``Imprint``.
"""

import dataclasses
import types
import typing
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any, ClassVar, Self

from django.conf import settings
from django.urls import reverse

from audit.seals import printed
from documents.enums import Family, PaperKind
from documents.models import IssuedDocument
from documents.numbering import within_sentence
from documents.spelling import Spelling
from regulation.articles import Article
from regulation.text import clean
from regulation.violations import RuleViolation

# Beside the facts of the text: the seal of the trail on the day of the number, frozen and printed with them.
SEAL = "trail_seal"


@dataclass(frozen=True, kw_only=True)
class Heading:
    """Who speaks and from where: the head of the paper.

    ``superior_body`` may be empty (a city committee prints one line); both bodies are given in ordinary
    letters ("Đảng uỷ phường Bến Thành"), the layout writes capitals. ``place`` is the địa danh,
    ``symbol`` the body's symbol in numbers ("ĐU"). ``office_name`` is who keeps the file and receives slips.
    ``drafted_by`` is the symbol of the office in the number of a letter of the State ("VP").
    ``spelling`` holds for every word of the office on the paper; what people wrote stays as it is.
    """

    family: Family = Family.PARTY
    superior_body: str
    issuing_body: str
    place: str
    symbol: str
    office_name: str
    spelling: Spelling = Spelling.PARTY
    drafted_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """The block on the right: authority ("T/L BAN THƯỜNG VỤ"), position ("CHÁNH VĂN PHÒNG"), full name.

    ``authority`` is empty when the head of a body signs in his own right, and has a line for each formula
    when a deputy signs for the head of a collective body ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"). The
    position does not repeat the body and the name carries no titles.
    """

    authority: str
    position: str
    name: str

    @property
    def authority_lines(self) -> list[str]:
        """The formulas, one to a line."""
        return [line.strip() for line in self.authority.splitlines() if line.strip()]


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """What issuing adds to a paper: number, date, the layout edition and where it can be checked.

    A preview has no number and no date yet; ``check_url`` is empty then. ``sealed_on`` and ``seal`` are the day and
    the printed half of the trail's seal; papers numbered before there were seals have none.
    """

    number_text: str = ""
    dated_on: date | None = None
    layout_edition: str = ""
    check_url: str = ""
    sealed_on: date | None = None
    seal: str = ""

    @property
    def cited(self) -> str:
        """The number inside a sentence: "số 92-GM/ĐU"; dots on a draft."""
        return within_sentence(self.number_text) if self.number_text else "số …"

    @classmethod
    def of(cls, document: IssuedDocument) -> Self:
        """The imprint of a paper that has its number; the address of its check page is built from BASE_URL."""
        return cls(
            number_text=document.number_text,
            dated_on=document.dated_on,
            layout_edition=document.layout_edition,
            check_url=settings.BASE_URL + reverse("documents:verify", args=(document.code,)),
            **cls._seal_of(document),
        )

    @staticmethod
    def _seal_of(document: IssuedDocument) -> dict[str, Any]:
        frozen = document.facts.get(SEAL)
        if not frozen:
            return {}
        return {"sealed_on": date.fromisoformat(frozen["on"]), "seal": printed(frozen["digest"])}


@dataclass(frozen=True, kw_only=True)
class Printout:
    """The base of every paper. Subclasses are frozen dataclasses that name their template, kind and rule.

    ``kind`` is None for attachments without a number (a programme). ``mandatory`` names the fields whose
    emptiness breaks ``rule``; building the paper without them raises RuleViolation.
    """

    template: ClassVar[str]
    rule: ClassVar[Article]
    kind: ClassVar[PaperKind | None] = None
    type_name: ClassVar[str]
    mandatory: ClassVar[dict[str, str]] = {}

    heading: Heading
    subject: str

    def __post_init__(self):
        for name, sentence in self.mandatory.items():
            value = getattr(self, name)
            if not value or (isinstance(value, str) and not value.strip()):
                raise RuleViolation(self.rule, sentence)

    def to_facts(self) -> dict[str, Any]:
        """The paper as JSON: what is frozen when the number is taken. Text is brought to composed Unicode."""
        return _to_json(self)

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Self:
        """The paper again from its frozen facts. Raises KeyError when one without a default is missing.

        A fact that was added to the form later is not among those frozen before: its default stands for it.
        """
        return _from_json(cls, facts)


def _to_json(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_to_json(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, str):
        return clean(value)
    return value


def _from_json(kind: Any, value: Any) -> Any:
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        if value is None:
            return None
        kind = next(option for option in typing.get_args(kind) if option is not types.NoneType)
    if typing.get_origin(kind) is tuple:
        return tuple(_from_json(typing.get_args(kind)[0], item) for item in value)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(
            **{
                field.name: _from_json(hints[field.name], value[field.name])
                for field in dataclasses.fields(kind)
                if field.name in value or field.default is dataclasses.MISSING
            }
        )
    if isinstance(kind, type) and issubclass(kind, datetime | date | time):
        return kind.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value
