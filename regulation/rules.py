"""What the catalogue keeps about one sentence of the regulation. Pure."""

from dataclasses import dataclass

from regulation.enums import Tag


@dataclass(frozen=True)
class Rule:
    """One sentence of the text: its ids in both chapters, what follows from it, its short wording."""

    party: str
    government: str
    tags: frozenset[Tag]
    text: str

    @property
    def binding(self) -> bool:
        """Whether an application has anything to do because of it; otherwise it is declaratory."""
        return self.tags != {Tag.NONE}


def twin(party: str, government: str, tags: str, text: str) -> Rule:
    """A sentence that both chapters have."""
    return Rule(party, government, frozenset(Tag(letter) for letter in tags), text)


def common(clause: str, tags: str, text: str) -> Rule:
    """A sentence of the general chapters, binding on both branches."""
    return twin(clause, clause, tags, text)


def party(clause: str, tags: str, text: str) -> Rule:
    """A sentence for party committees alone."""
    return twin(clause, "", tags, text)


def government(clause: str, tags: str, text: str) -> Rule:
    """A sentence for governments alone."""
    return twin("", clause, tags, text)
