"""Everybody who may ask for a page, and the five answers there are."""

from enum import StrEnum


class Subject(StrEnum):
    """Who asks. The object asked for belongs to phường Bến Thành; "foreign" works elsewhere in the same role."""

    NOBODY = "nobody"
    LINK_HOLDER = "link_holder"
    OTHER_LINK = "other_link"
    ENDED = "ended"
    OFFICE = "office"
    OFFICE_FOREIGN = "office_foreign"
    OFFICE_SIBLING = "office_sibling"
    MINUTE_TAKER = "minute_taker"
    MINUTE_TAKER_FOREIGN = "minute_taker_foreign"
    LEADER = "leader"
    LEADER_FOREIGN = "leader_foreign"
    AGENCY = "agency"
    AGENCY_BESIDE = "agency_beside"
    AGENCY_FOREIGN = "agency_foreign"
    FRONT = "front"
    FRONT_FOREIGN = "front_foreign"
    SUPERIOR = "superior"
    SUPERIOR_FOREIGN = "superior_foreign"
    CITY_MONITOR = "city_monitor"
    ADMIN = "admin"


class Answer(StrEnum):
    """What the portal says. Refusing tells why and is for objects within reach; beyond it nothing exists."""

    ALLOW = "allow"
    REFUSE = "refuse"
    HIDE = "hide"
    LOGIN = "login"
    METHOD = "method"
