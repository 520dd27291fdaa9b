"""Kinds of sessions in Điều 20.2 and which of them meet the yearly duty. Pure."""

from regulation.enums import LabelledEnum


class SessionKind(LabelledEnum):
    """Đ20.2: at least one a year, also by field, area or audience; beyond that, ad hoc when needed."""

    PERIODIC = "periodic", "Định kỳ"
    THEMATIC = "thematic", "Chuyên đề"
    AD_HOC = "ad_hoc", "Đột xuất"

    @property
    def satisfies_yearly_duty(self) -> bool:
        """Whether a session of this kind counts as the one session a year (Đ20.2, first sentence).

        The text adds ad hoc sessions with "ngoài ra": they come on top and do not count.
        """
        return self is not SessionKind.AD_HOC


YEARLY_KINDS = tuple(kind.value for kind in SessionKind if kind.satisfies_yearly_duty)
