"""Roles in which a person acts."""

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
