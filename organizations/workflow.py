"""What may become of a reorganisation."""

from audit.states import Transition
from organizations.enums import ReorganisationState as R

APPLY_REORGANISATION = Transition(
    "reorganisation.apply",
    "Áp dụng sáp nhập, giải thể đơn vị",
    frozenset({R.DRAFT}),
    R.APPLIED,
    stamps="applied_at",
)
