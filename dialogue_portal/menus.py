"""Which pages each role finds in its navigation, which frame it has, and its main act. Data only."""

from dataclasses import dataclass

from accounts.enums import Role


@dataclass(frozen=True)
class Entry:
    """One page of the navigation: its words, the name of its address, its icon (docs/design.md)."""

    label: str
    name: str
    icon: str
    starts_group: bool = False


@dataclass(frozen=True, kw_only=True)
class Menu:
    """The pages of a role in their order, the frame around them, and the one act offered on the desk."""

    frame: str
    entries: tuple[Entry, ...]
    act: Entry | None = None


STAFF, MONITOR, LEADER, PUBLIC = (f"layout/{name}.html" for name in ("staff", "monitor", "leader", "public"))

DESK = Entry("Việc cần làm", "portal:desk", "work")
SESSIONS = Entry("Buổi đối thoại", "sessions_app:session_list", "session")
PETITIONS = Entry("Kiến nghị", "followups:petition_list", "petition")
ASSIGNED = Entry("Kiến nghị được giao", "followups:assignment_list", "petition")
LETTERS = Entry("Thư đi", "outbox:sent_list", "letter")
PAPERS = Entry("Văn bản", "documents:document_list", "document")
REPORTS = Entry("Báo cáo năm", "reports:annual_list", "report")
CITY = Entry("Tổng quan", "reports:dashboard", "report")
CALENDAR = Entry("Lịch làm việc", "duties:calendar", "calendar")
EDITIONS = Entry("Văn bản quy định", "duties:editions", "document")
LADDERS = Entry("Mốc nhắc hạn", "duties:ladders", "clock")
RUNNING = Entry("Vận hành", "portal:running", "settings")
TRAIL = Entry("Nhật ký", "trail:search", "log")
DATA_REQUESTS = Entry("Dữ liệu cá nhân", "personal_data:requests", "person")
RETENTION = Entry("Lưu giữ dữ liệu", "personal_data:retention", "person")
INCIDENTS = Entry("Sự cố dữ liệu", "personal_data:incidents", "warning")
UNITS = Entry("Tổ chức", "reorganisation:units", "building")
PEOPLE = Entry("Người dùng", "staff:people", "person")
UNUSUAL = Entry("Chủ trì thay", "sessions_app:unusual_presiders", "person")
REVIEWS = Entry("Chờ tôi duyệt", "sessions_app:review_list", "tick")

MENUS: dict[str, Menu] = {
    Role.OFFICE: Menu(
        frame=STAFF,
        entries=(DESK, SESSIONS, PETITIONS, LETTERS, PAPERS, REPORTS, DATA_REQUESTS, PEOPLE),
        act=Entry("Lập buổi đối thoại", "sessions_app:session_new", "add"),
    ),
    Role.MINUTE_TAKER: Menu(frame=STAFF, entries=(DESK, SESSIONS, PAPERS), act=SESSIONS),
    Role.LEADER: Menu(
        frame=LEADER, entries=(REVIEWS, DESK, SESSIONS, PETITIONS, PAPERS, REPORTS), act=REVIEWS
    ),
    Role.AGENCY: Menu(frame=STAFF, entries=(DESK, ASSIGNED, LETTERS), act=ASSIGNED),
    Role.FRONT: Menu(frame=MONITOR, entries=(DESK, SESSIONS, UNUSUAL, PETITIONS, PAPERS), act=PETITIONS),
    Role.SUPERIOR: Menu(frame=MONITOR, entries=(CITY, SESSIONS, UNUSUAL, PETITIONS, PAPERS, DESK), act=CITY),
    Role.CITY_MONITOR: Menu(
        frame=MONITOR,
        entries=(CITY, SESSIONS, UNUSUAL, PETITIONS, PAPERS, TRAIL, INCIDENTS, DESK),
        act=CITY,
    ),
    Role.ADMIN: Menu(
        frame=STAFF,
        entries=(
            DESK,
            LETTERS,
            TRAIL,
            PEOPLE,
            UNITS,
            CALENDAR,
            EDITIONS,
            LADDERS,
            RETENTION,
            INCIDENTS,
            RUNNING,
        ),
        act=LETTERS,
    ),
}

PUBLIC_PAGES = (
    Entry("Trang chủ", "portal:home", ""),
    Entry("Tra cứu kết quả", "followups:tracking", ""),
    Entry("Nhập mã mời", "sessions_app:invitation_by_code", ""),
    Entry("Tính hạn", "duties:calculator", ""),
    Entry("Đăng nhập", "accounts:login", ""),
)
