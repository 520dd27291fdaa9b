"""Names and contacts of invented people, by number."""

from dataclasses import dataclass

FAMILY_NAME = "Minh Họa"
MAIL_DOMAIN = "minhhoa.example"

# Numbers of middle and given names without a common divisor: no two of the first thousand share a name.
_MEN = (
    (
        "Quốc", "Văn", "Hữu", "Đức", "Minh", "Thành", "Công", "Anh", "Trọng", "Xuân", "Hoàng", "Đình", "Ngọc", "Gia",
        "Nhật", "Thế", "Bá", "Duy", "Khắc", "Phước", "Tấn", "Viết", "Thanh",
    ),
    (
        "Bảo", "Khánh", "Tuấn", "Ân", "Phúc", "Dũng", "Đạt", "Hòa", "Lâm", "Nghĩa", "Sơn", "Trí", "Vinh", "An", "Ấn",
        "Cường", "Hiếu", "Long", "Nam", "Phong", "Quân", "Tài", "Thắng", "Toàn", "Trung", "Huy", "Kiên",
    ),
)  # fmt: skip
_WOMEN = (
    (
        "Thị Thanh", "Thị Mỹ", "Thị Kim", "Ngọc", "Thị Thu", "Bảo", "Thùy", "Thị Hồng", "Phương", "Thị Bích", "Cẩm",
        "Diệu", "Thị Ngọc", "Tuyết", "Thị Xuân", "Mỹ", "Thị Minh", "Khánh", "Thị Phương",
    ),
    (
        "Hương", "Hạnh", "Anh", "Lan", "Trang", "Yến", "Ngân", "Đào", "Uyên", "Thảo", "Vân", "Quỳnh", "Ái", "Diễm",
        "Mai", "Oanh", "Ánh", "Dung", "Hà", "Loan", "Nga", "Tâm",
    ),
)  # fmt: skip
# Out of five numbers, which are men and which are women, in their own counting.
_RANK_OF_MEN, _RANK_OF_WOMEN = {0: 0, 2: 1, 3: 2}, {1: 0, 4: 1}


@dataclass(frozen=True)
class Person:
    """An invented person: "Ông Minh Họa Quốc Bảo"."""

    full_name: str
    salutation: str


def person(number: int) -> Person:
    """The invented person of a number; two of five are women. Below a thousand no name comes twice."""
    fives, place = divmod(number, 5)
    if place in _RANK_OF_WOMEN:
        rank, (middles, givens), salutation = 2 * fives + _RANK_OF_WOMEN[place], _WOMEN, "Bà"
    else:
        rank, (middles, givens), salutation = 3 * fives + _RANK_OF_MEN[place], _MEN, "Ông"
    name = f"{FAMILY_NAME} {middles[rank % len(middles)]} {givens[rank % len(givens)]}"
    return Person(name, salutation)


def phone(number: int) -> str:
    """A landline of the city that the network does not give out."""
    return f"028 0000 {number:04}"


def email(name: str) -> str:
    """An address that can never receive."""
    return f"{name}@{MAIL_DOMAIN}"
