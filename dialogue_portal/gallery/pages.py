"""What each page of the style guide shows."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from dialogue_portal.gallery import samples

NAV = [
    {"label": "Việc cần làm", "url": "/mau-giao-dien/viec-can-lam/", "icon": "work", "count": 6},
    {"label": "Lịch đối thoại", "url": "#lich", "icon": "calendar"},
    {"label": "Buổi đối thoại", "url": "/mau-giao-dien/buoi-doi-thoai/", "icon": "session"},
    {"label": "Kiến nghị", "url": "#kien-nghi", "icon": "petition", "count": 23},
    {"label": "Thư mời", "url": "#thu", "icon": "letter"},
    {"label": "Văn bản", "url": "#van-ban", "icon": "document"},
    {"label": "Báo cáo", "url": "#bao-cao", "icon": "report"},
    {"label": "Danh bạ", "url": "#danh-ba", "icon": "contacts", "starts_group": True},
    {"label": "Cài đặt đơn vị", "url": "#cai-dat", "icon": "settings"},
]
HOST = {
    "host_name": "Đảng ủy phường Minh Họa",
    "host_office": "Văn phòng Đảng ủy phường",
    "host_phone": "028 0000 0000",
    "host_emblem": "",
    "host_genuine": "",
}


def _nav(current):
    return [item | {"current": item["label"] == current} for item in NAV]


class SampleForm(forms.Form):
    """Fields of every kind, some refused, to show labels, hints and messages."""

    phone = forms.CharField(
        label="Số điện thoại", help_text="Để báo thứ tự phát biểu và gửi kết quả trả lời."
    )
    field = forms.ChoiceField(
        label="Lĩnh vực",
        widget=forms.RadioSelect,
        choices=[("a", "Vệ sinh môi trường"), ("b", "An ninh, trật tự")],
    )
    unit = forms.ChoiceField(
        label="Cơ quan giải quyết", choices=[("", "Chọn cơ quan"), ("1", "Công an phường")], required=False
    )
    text = forms.CharField(
        label="Nội dung", widget=forms.Textarea(attrs={"data-limit": 1000}), required=False
    )
    paper = forms.FileField(label="Văn bản kèm theo", required=False)
    agreed = forms.BooleanField(label="Đã đối chiếu với văn bản giấy", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].error_messages["required"] = "Chọn lĩnh vực muốn phát biểu"
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.form_method = "get"
        self.helper.add_input(Submit("", "Lưu nội dung"))

    def clean_phone(self):
        raise forms.ValidationError("Nhập số điện thoại gồm 10 chữ số, ví dụ 0903 123 456")


class SampleRegistrationForm(forms.Form):
    """One step of the citizen's form."""

    field = forms.ChoiceField(
        label="Lĩnh vực",
        widget=forms.RadioSelect,
        initial="1",
        choices=[
            ("1", "Vệ sinh môi trường"),
            ("2", "Chỉnh trang, cải tạo hẻm"),
            ("3", "An ninh, trật tự"),
            ("4", "Việc khác"),
        ],
    )
    text = forms.CharField(
        label="Nội dung muốn phát biểu",
        help_text="Viết ngắn gọn: việc gì, ở đâu, từ khi nào, ông/bà đề nghị giải quyết ra sao",
        widget=forms.Textarea(attrs={"data-limit": 1000, "rows": 4}),
        initial="Xe gom rác vào hẻm 18 lúc 17 giờ, đúng giờ tan tầm. Đề nghị đổi sang sau 20 giờ.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


def components():
    """Every component once."""
    return {
        "nav": _nav(""),
        "form": SampleForm({"phone": "0903 12 345"}),
        "petition_states": samples.PETITION_STATES,
        "delivery_states": samples.DELIVERY_STATES,
        "deadlines": samples.DEADLINES,
        "step": samples.STEP,
        "step_refused": samples.STEP
        | {
            "action_url": "",
            "refused": "Chỉ văn phòng của đơn vị tổ chức được trình dự thảo.",
            "urgency": "neutral",
        },
        "timeline": samples.TIMELINE,
        "import_check": samples.IMPORT_CHECK,
        "import_errors": [{"text": "Tệp có 1 dòng cần sửa: dòng 14", "target": "nhap-khach"}],
        "list_page": Paginator(range(118), 25).page(2),
        "confirm_rows": [
            {"label": "Văn bản", "value": "Số 41-TB/ĐU, ngày 27/11/2026"},
            {"label": "Gửi đến", "value": "6 cơ quan, 14 người có kiến nghị"},
            {"label": "Hạn trả lời", "value": "Thứ Sáu, ngày 25/12/2026", "strong": True},
        ],
        "check_rows": [
            {"label": "Họ và tên", "value": "Nguyễn Văn Mẫu", "change_url": "#sua"},
            {
                "label": "Nội dung",
                "value": "Đề nghị đổi giờ thu gom rác sang sau 20 giờ.",
                "change_url": "#sua",
            },
        ],
        "log": [
            {
                "kind": "current",
                "title": "Lưu bản 3 dự thảo kết luận",
                "text": "09 giờ 05, 25/11 · Người dùng mẫu",
            },
            {"kind": "todo", "title": "Xác nhận biên bản", "text": "16 giờ 40, 16/11 · Người dùng mẫu"},
        ],
        "crumbs": [
            {"label": "Buổi đối thoại", "url": "#"},
            {"label": "Năm 2026", "url": "#"},
            {"label": "Buổi số 03", "url": ""},
        ],
        "segments": [
            {"label": "Cần chú ý trước", "url": "#", "current": True},
            {"label": "Theo tên", "url": "#ten"},
            {"label": "Bảng", "url": "#bang"},
        ],
    }


def home():
    """The work queue of an office."""
    words = [
        (6, "Tất cả việc của tôi", ""),
        (1, "Quá hạn", "overdue"),
        (2, "Hôm nay", ""),
        (3, "Sắp đến hạn", ""),
        (8, "Chờ đơn vị khác", ""),
    ]
    return {
        "nav": _nav("Việc cần làm"),
        "tabs": [
            {"value": value, "label": label, "url": "#", "current": place == 0, "kind": kind}
            for place, (value, label, kind) in enumerate(words)
        ],
        "groups": samples.QUEUE,
        "weeks": samples.WEEKS,
        "year": [
            {"label": "Buổi đã tổ chức", "value": "3"},
            {"label": "Thư mời gửi đúng hạn", "value": "3/3"},
            {"label": "Kết luận đúng hạn", "value": "2/2"},
            {"label": "Kiến nghị đã trả lời", "value": "41/64"},
            {"label": "Trong đó quá hạn", "value": "1", "kind": "overdue"},
        ],
        "activity": [
            {
                "who": "Ban Quản lý dự án",
                "what": "gửi văn bản trả lời kiến nghị số 11",
                "when": "09 giờ 12, hôm nay",
            },
            {"who": "3 người dân", "what": "đăng ký phát biểu", "when": "08 giờ 47, hôm nay"},
        ],
    }


def session():
    """One session with its clocks and petitions."""
    return {
        "nav": _nav("Buổi đối thoại"),
        "crumbs": components()["crumbs"],
        "meta": [
            {"icon": "calendar", "text": "Thứ Năm, ngày 12/11/2026, 14 giờ 00"},
            {"icon": "place", "text": "Hội trường UBND phường Minh Họa"},
            {"icon": "person", "text": "Chủ trì: Bí thư Đảng ủy phường Trần Văn Mẫu"},
        ],
        "step": samples.STEP,
        "timeline": samples.TIMELINE,
        "tabs": [
            {"label": "Kiến nghị", "url": "#", "count": 14, "current": True},
            {"label": "Khách mời", "url": "#", "count": 120},
            {"label": "Phát biểu", "url": "#", "count": 18},
            {"label": "Biên bản", "url": "#"},
            {"label": "Văn bản", "url": "#", "count": 5},
            {"label": "Nhật ký", "url": "#"},
        ],
        "petitions": samples.PETITIONS,
        "documents": [
            {
                "icon": "word",
                "title": "Dự thảo thông báo kết luận",
                "url": "#",
                "note": "Bản 3, sửa lúc 09 giờ 05 hôm nay",
                "strong": True,
            },
            {"icon": "pdf", "title": "Biên bản buổi đối thoại", "url": "#", "note": "Đã ký ngày 16/11/2026"},
            {"icon": "pdf", "title": "Thư mời số 87-GM/ĐU", "url": "#", "note": "Ngày 02/11/2026"},
        ],
        "log": [
            *components()["log"],
            {
                "kind": "todo",
                "title": "Nhập biên bản, 14 kiến nghị",
                "text": "10 giờ 22, 13/11 · Người dùng mẫu",
            },
        ],
    }


def city():
    """The monitoring body's figures and grid."""
    kinds = [
        ("none", "Chưa tổ chức", ""),
        ("low", "67%", "8/12"),
        ("middle", "91%", "10/11"),
        ("high", "100%", "17/17"),
    ]
    tiles = [
        {"kind": kind, "name": f"{prefix}Mẫu Số {number}", "rate": rate, "count": count, "url": "#"}
        for kind, rate, count in kinds
        for number, prefix in enumerate(["", "X. ", "ĐK ", "", "X. "] * 2, start=1)
    ]
    return {
        "nav": [
            {"label": "Tổng quan", "url": "#", "current": True},
            {"label": "Phường, xã, đặc khu", "url": "#px"},
            {"label": "Sở, ban, ngành", "url": "#so"},
            {"label": "Kiến nghị quá hạn", "url": "#kn"},
            {"label": "Báo cáo năm", "url": "#bc"},
        ],
        "illustrative": samples.chip("neutral", "Số liệu minh họa"),
        "figures": [
            {
                "label": "Địa phương đã tổ chức đối thoại",
                "value": "151",
                "total": "168",
                "url": "#",
                "badge": samples.chip("soon", "Còn 17", "warning"),
                "note": "mỗi năm ít nhất 1 lần",
            },
            {
                "label": "Gửi thư mời đúng hạn",
                "value": "96,2%",
                "url": "#",
                "badge": samples.chip("done", "Đạt mục tiêu", "done"),
                "note": "trước ít nhất 5 ngày",
            },
            {
                "label": "Thông báo kết luận đúng hạn",
                "value": "88,7%",
                "url": "#",
                "badge": samples.chip("soon", "Giảm 1,3 điểm", "falling"),
                "note": "trong 10 ngày",
            },
            {
                "label": "Trả lời kiến nghị đúng hạn",
                "value": "81,4%",
                "url": "#",
                "badge": samples.chip("soon", "Giảm 2,6 điểm", "falling"),
                "note": "trong 20 ngày",
            },
        ],
        "segments": components()["segments"],
        "grid": {
            "legend": [
                {"kind": "none", "text": "Chưa tổ chức: 10"},
                {"kind": "low", "text": "Dưới 80%: 10"},
                {"kind": "middle", "text": "Từ 80% đến dưới 95%: 10"},
                {"kind": "high", "text": "Từ 95% trở lên: 10"},
            ],
            "areas": [
                {
                    "title": "Khu vực minh họa",
                    "note": "40 đơn vị · 10 chưa tổ chức · 10 dưới 80%",
                    "tiles": tiles,
                }
            ],
            "after_id": "sau-luoi",
        },
    }


def review():
    """A leader's decision on a draft."""
    paper = (
        "<p>1. Giao Trung tâm Quản lý hạ tầng kỹ thuật kiểm tra, thay nắp cống trước số 45 đường Mẫu; "
        "<mark>thông báo kết quả bằng văn bản đến người kiến nghị</mark> chậm nhất 20 ngày làm việc.</p>"
        "<p>2. Giao Công an phường khảo sát, đề xuất lắp đặt camera an ninh tại các hẻm lân cận.</p>"
    )
    return {
        "nav": [{"label": "Chờ tôi duyệt", "url": "#", "icon": "work", "count": 3, "current": True}],
        "preview": {
            "heading": "Dự thảo bản 3, trang 1/2",
            "compare_label": "So với bản 2",
            "compare_url": "#",
            "word_url": "#",
            "pdf_url": "",
            "frame_url": "",
            "body": mark_safe(paper),  # noqa: S308  the constant above
        },
        "panel": {
            "badge": samples.TWO_LEFT,
            "title": "Thông báo kết luận buổi đối thoại ngày 12/11/2026",
            "due_text": "Hạn phát hành: Thứ Sáu, ngày 27/11/2026",
            "rows": [
                {"label": "Trả lời tại buổi đối thoại", "value": 5},
                {"label": "Giao cơ quan giải quyết", "value": 8},
                {"label": "Kiến nghị cấp trên", "value": 1},
                {"label": "Tổng số kiến nghị", "value": 14, "kind": "total"},
            ],
            "changes_title": "Thay đổi so với bản 2",
            "changes": ["Thêm yêu cầu trả lời bằng văn bản ở kiến nghị 01", "Giao cơ quan cho kiến nghị 03"],
            "submitted": "Người trình: Nguyễn Thị Mẫu, 10 giờ 15, hôm nay",
        },
    }


def invitation():
    """The citizen's invitation."""
    return HOST | {
        "facts": [
            {
                "icon": "calendar",
                "title": "Thứ Năm, ngày 03/12/2026",
                "text": "14 giờ 00 đến khoảng 16 giờ 30",
            },
            {
                "icon": "place-solid",
                "title": "Hội trường UBND phường",
                "text": "Xem đường đi",
                "url": "#duong-di",
            },
            {
                "icon": "person-solid",
                "title": "Ông Trần Văn Mẫu",
                "text": "Bí thư Đảng ủy phường, người chủ trì",
            },
            {
                "icon": "petition-solid",
                "title": "Vệ sinh môi trường và chỉnh trang hẻm",
                "text": "Nội dung buổi đối thoại",
            },
        ]
    }


def registration():
    """One step of the registration form."""
    return HOST | {"registration": SampleRegistrationForm()}


def received():
    """The confirmation with its dated next steps."""
    return HOST | {
        "steps": [
            {"kind": "done", "title": "Đã gửi đăng ký", "text": "Thứ Tư, ngày 25/11/2026"},
            {"kind": "todo", "title": "Báo thứ tự phát biểu", "text": "Trước Thứ Tư, ngày 02/12/2026"},
            {"kind": "todo", "title": "Buổi đối thoại", "text": "Thứ Năm, ngày 03/12/2026, 14 giờ 00"},
            {
                "kind": "todo",
                "title": "Thông báo kết luận, giao cơ quan giải quyết",
                "text": "Chậm nhất Thứ Năm, ngày 17/12/2026",
            },
            {
                "kind": "todo",
                "title": "Ông/bà nhận văn bản trả lời",
                "text": "Chậm nhất 20 ngày làm việc sau thông báo kết luận, dự kiến Thứ Sáu, ngày 15/01/2027",
            },
        ]
    }
