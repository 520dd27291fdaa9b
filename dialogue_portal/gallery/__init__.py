"""The living style guide (/mau-giao-dien/): every component and frame with sample facts. Touches no rows.

``PAGES`` maps the last part of the address to (label, template, context). Names and papers are invented.
"""

from dialogue_portal.gallery import pages

PAGES = {
    "": ("Thành phần", "components/gallery.html", pages.components),
    "viec-can-lam": ("Việc cần làm", "gallery/home.html", pages.home),
    "buoi-doi-thoai": ("Buổi đối thoại", "gallery/session.html", pages.session),
    "toan-thanh-pho": ("Toàn thành phố", "gallery/city.html", pages.city),
    "duyet": ("Duyệt văn bản", "gallery/review.html", pages.review),
    "thu-moi": ("Thư mời", "gallery/invitation.html", pages.invitation),
    "dang-ky": ("Đăng ký phát biểu", "gallery/registration.html", pages.registration),
    "xac-nhan": ("Xác nhận", "gallery/received.html", pages.received),
}
