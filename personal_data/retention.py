"""The table of what is kept how long: standing periods, their basis, what goes and what stays. Data only.

The archive law (Luật Lưu trữ 33/2024/QH15) gives periods for official files that every body sets down in its own list;
so each period is an administrator's to change (``RetentionPeriod``), and these are proposals until somebody does.
"""

from dataclasses import dataclass

from personal_data.enums import DataKind

LAW = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 14"
ARCHIVE = "Luật Lưu trữ 33/2024/QH15; danh mục hồ sơ của đơn vị"
LONGEST_DAYS = 36_500


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How one kind is kept: ``days`` counted ``since`` an event, what is erased and what stays afterwards.

    ``covers`` names the models whose personal fields go with it.
    """

    kind: DataKind
    days: int
    since: str
    basis: str
    goes: str
    stays: str
    covers: tuple[str, ...]


RULES: dict[DataKind, Rule] = {
    rule.kind: rule
    for rule in (
        Rule(
            kind=DataKind.IMPORT, days=7, since="ngày đọc tệp", basis=LAW,
            goes="cả danh sách đã đọc", stays="khách mời đã nhập", covers=("sessions_app.GuestImport",),
        ),
        Rule(
            kind=DataKind.GUEST_CONTACT, days=30, since="ngày kết thúc hoặc hủy buổi đối thoại", basis=LAW,
            goes="điện thoại, thư điện tử, địa chỉ, lý do không dự",
            stays="tên, thành phần, có mặt hay không, ngày gửi thư mời",
            covers=("sessions_app.GuestContact", "sessions_app.Invitation"),
        ),
        Rule(
            kind=DataKind.GUEST_NAME, days=365, since="ngày kết thúc hoặc hủy buổi đối thoại", basis=ARCHIVE,
            goes="họ tên, khu phố", stays="số khách, thành phần, có mặt hay không",
            covers=("sessions_app.Guest",),
        ),
        Rule(
            kind=DataKind.SLIP_UNUSED, days=90, since="ngày kết thúc hoặc hủy buổi đối thoại", basis=LAW,
            goes="tên, liên hệ, nội dung, tệp, nội dung trả lời", stays="số phiếu, trạng thái, các ngày, căn cứ Điều 5",
            covers=(
                "sessions_app.RegistrationContact", "sessions_app.RegistrationVoice",
                "sessions_app.RegistrationReply", "documents.StoredFile",
            ),
        ),
        Rule(
            kind=DataKind.SLIP_USED, days=365, since="ngày trả lời xong mọi kiến nghị của phiếu", basis=LAW,
            goes="tên, liên hệ, nội dung, tệp, nội dung trả lời", stays="số phiếu, trạng thái, các ngày; kiến nghị",
            covers=("sessions_app.RegistrationContact", "sessions_app.RegistrationVoice"),
        ),
        Rule(
            kind=DataKind.TURN, days=365, since="ngày kết thúc buổi đối thoại", basis=ARCHIVE,
            goes="tên người phát biểu, nội dung ghi", stays="thứ tự, giờ phát biểu; biên bản đã ban hành",
            covers=("sessions_app.Turn",),
        ),
        Rule(
            kind=DataKind.PETITION_CONTACT, days=365, since="ngày trả lời xong kiến nghị", basis=LAW,
            goes="tên, điện thoại, thư điện tử, địa chỉ", stays="nội dung, kết luận, văn bản trả lời, các ngày",
            covers=("sessions_app.PetitionContact", "sessions_app.Turn"),
        ),
        Rule(
            kind=DataKind.PETITION_VOICE, days=3_650, since="ngày thông báo kết luận", basis=ARCHIVE,
            goes="tóm tắt, nội dung theo biên bản, nội dung chuyển cơ quan",
            stays="số, lĩnh vực, kết luận, các ngày; văn bản đã ban hành",
            covers=("sessions_app.PetitionVoice", "sessions_app.Turn"),
        ),
        Rule(
            kind=DataKind.ADDRESS_BOOK, days=730, since="ngày đồng ý lưu trong danh bạ", basis=LAW,
            goes="cả dòng trong danh bạ", stays="không còn gì", covers=("sessions_app.AddressBookEntry",),
        ),
        Rule(
            kind=DataKind.LETTER, days=180, since="ngày lập thư", basis=LAW,
            goes="bản lưu đã che, tên người nhận, ghi chú", stays="loại thư, trạng thái, ngày gửi",
            covers=("outbox.Message", "outbox.SmsAttempt"),
        ),
        Rule(
            kind=DataKind.DATA_REQUEST, days=365, since="ngày trả lời yêu cầu", basis=LAW,
            goes="tên, liên hệ, nội dung yêu cầu, nội dung trả lời", stays="loại yêu cầu, các ngày, kết quả, căn cứ",
            covers=("personal_data.DataRequestPerson",),
        ),
    )
}  # fmt: skip

# What the portal does not erase by itself, and why; shown beside the table.
KEPT = (
    ("Văn bản đã ban hành (giấy mời, biên bản, thông báo, báo cáo, văn bản trả lời)",
     "hồ sơ lưu trữ; chỉ nêu tên người đã đồng ý"),
    ("Nhật ký", "chỉ thêm, không xóa được; ghi việc và mục đã sửa, không ghi tên, liên hệ của người dân"),
    ("Căn cứ không tiếp nhận theo Điều 5", "chỉ có khoản, người quyết định, ngày và câu trả lời soạn sẵn"),
    ("Sổ sự cố dữ liệu", "không ghi tên người bị ảnh hưởng; lưu ít nhất 5 năm"),
)  # fmt: skip
