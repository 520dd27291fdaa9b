"""What the office types to issue the letters and to enter in the register how they left."""

from datetime import date

from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import PortalForm, VersionedForm
from documents.forms import add_signature, signature_typed
from documents.letterheads import family_of
from documents.printouts import Signature
from sessions_app.actions.invitations import Signing
from sessions_app.contacts import UnreadablePhone, read_phone
from sessions_app.enums import HandedHow
from sessions_app.forms.planning import DayField
from sessions_app.models import DialogueSession, Hosting
from sessions_app.papers import usual_signature


class IssueForm(VersionedForm):
    """Who signs each letter, and why it goes late when it does."""

    late_reason = forms.CharField(
        label="Lý do gửi trễ",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Bắt buộc khi gửi trễ hạn; được lưu cùng việc phải làm và cơ quan theo dõi đọc được.",
    )

    def __init__(
        self,
        *args,
        session: DialogueSession,
        hostings: list[Hosting],
        on: date,
        is_late: bool,
        **kwargs,
    ):
        kwargs["initial"] = {"version": session.version, "late_reason": session.short_notice_reason}
        super().__init__(*args, **kwargs)
        self.hostings, self.is_late = hostings, is_late
        parts = []
        for position, hosting in enumerate(hostings):
            usual = usual_signature(hosting, on=on)
            parts.append(self._add_signature(position, hosting, usual))
        if not is_late:
            del self.fields["late_reason"]
        self.helper.layout = Layout(*parts, *(["late_reason"] if is_late else []))

    def _add_signature(self, position: int, hosting: Hosting, usual: Signature) -> Fieldset:
        body = hosting.post.unit
        legend = f"Người ký giấy mời của {body.name}"
        return add_signature(self, position, usual=usual, family=family_of(body), legend=legend)

    def clean_late_reason(self) -> str:
        reason = self.cleaned_data["late_reason"]
        if not reason:
            raise ValidationError("Ghi lý do gửi thư mời trễ hạn.")
        return reason

    def signings(self) -> list[Signing]:
        """Who signs for each hosting. Valid after ``is_valid()``."""
        return [
            Signing(hosting=hosting, signature=signature_typed(self, position))
            for position, hosting in enumerate(self.hostings)
        ]

    @property
    def late_words(self) -> str:
        return self.cleaned_data["late_reason"] if self.is_late else ""


class HandOverForm(PortalForm):
    """Letters handed over on paper: to whom, on which day, by whom."""

    everybody = forms.BooleanField(
        label="Đã giao tất cả thư đang chờ giao giấy",
        required=False,
        help_text="Không cần đánh dấu từng người; gồm cả người ở các trang sau",
    )
    handed_on = DayField(label="Ngày giao", help_text="Dạng ngày/tháng/năm")
    handed_by = forms.CharField(
        label="Người giao", max_length=120, help_text="Họ tên người đi giao, hoặc tên khu phố nhận chuyển"
    )
    handed_how = forms.ChoiceField(
        label="Cách giao", choices=HandedHow.choices, required=False, initial=HandedHow.IN_PERSON
    )
    post_number = forms.CharField(
        label="Số bưu gửi", required=False, max_length=40, help_text="Bắt buộc khi gửi bưu điện"
    )
    late_reason = forms.CharField(
        label="Lý do gửi trễ",
        required=False,
        max_length=1000,
        help_text="Chỉ ghi khi ngày giao trễ hạn gửi thư mời",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "everybody", "handed_on", "handed_how", "handed_by", "post_number", "late_reason"
        )

    def clean(self) -> dict:
        """A letter by post is found again by its number."""
        data = super().clean()
        data["handed_how"] = HandedHow(data.get("handed_how") or HandedHow.IN_PERSON)
        if data["handed_how"] == HandedHow.BY_POST and not data.get("post_number"):
            self.add_error("post_number", "Nhập số bưu gửi.")
        return data


class PaperReturnedForm(PortalForm):
    """A letter on paper that could not be delivered."""

    returned_on = DayField(label="Ngày bị trả lại", help_text="Dạng ngày/tháng/năm")
    reason = forms.CharField(
        label="Lý do", max_length=300, min_length=3, help_text="Ví dụ: đi vắng dài ngày, không có địa chỉ này"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("returned_on", "reason")


class GuestContactForm(PortalForm):
    """How to reach a guest, corrected. What is left empty stays as it is."""

    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        max_length=254,
        error_messages={"invalid": "Nhập thư điện tử đúng dạng, ví dụ ten@coquan.vn."},
    )
    phone = forms.CharField(label="Số điện thoại", required=False, max_length=30)
    address = forms.CharField(label="Địa chỉ", required=False, max_length=200)
    without_email = forms.BooleanField(
        label="Bỏ thư điện tử đang ghi", required=False, help_text="Thư mời sau đó in giao tận nơi"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Field("email", autocomplete="off"),
            "without_email",
            Field("phone", css_class="width-date", inputmode="tel", autocomplete="off"),
            Field("address", autocomplete="off"),
        )

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        try:
            return read_phone(typed) if typed else ""
        except UnreadablePhone as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict:
        """Something must change."""
        data = super().clean()
        if not self.errors and not any(
            data.get(name) for name in ("email", "phone", "address", "without_email")
        ):
            raise ValidationError("Nhập thư điện tử, số điện thoại hoặc địa chỉ đúng.")
        if data.get("email") and data.get("without_email"):
            self.add_error("without_email", "Bỏ đánh dấu ô này khi nhập thư điện tử mới.")
        return data

    @property
    def corrected(self) -> dict[str, str | None]:
        """What replaces what; None where nothing was typed. Valid after ``is_valid()``."""
        typed = {name: self.cleaned_data[name] or None for name in ("email", "phone", "address")}
        return typed | ({"email": ""} if self.cleaned_data["without_email"] else {})


class ToldForm(PortalForm):
    """A body was asked on paper or by telephone."""

    representative = forms.CharField(
        label="Người đại diện dự", required=False, max_length=160, help_text="Họ tên, chức vụ, nếu đã biết"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("representative")
