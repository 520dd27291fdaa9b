"""Roles in which a person acts, and which of them are asked for a second factor."""

from django.db import models


class Role(models.TextChoices):
    OFFICE = "office", "Văn phòng"
    MINUTE_TAKER = "minute_taker", "Thư ký ghi biên bản"
    LEADER = "leader", "Lãnh đạo"
    AGENCY = "agency", "Cơ quan giải quyết"
    FRONT = "front", "Mặt trận Tổ quốc"
    SUPERIOR = "superior", "Cấp trên trực tiếp"
    CITY_MONITOR = "city_monitor", "Theo dõi toàn thành phố"
    ADMIN = "admin", "Quản trị hệ thống"


# Roles that read personal data (contacts, names of petitioners, the trail) or approve. Whoever only reads facts and
# counts (the Front, the superior) is free to have one. An administrator's dated rule overrides this list.
SECOND_FACTOR_ROLES = frozenset(
    {Role.OFFICE, Role.MINUTE_TAKER, Role.LEADER, Role.AGENCY, Role.CITY_MONITOR, Role.ADMIN}
)
