"""Requests about personal data as people and offices type them."""

from datetime import date

from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError

from accounts.fields import DayField
from accounts.forms import PortalForm, VersionedForm
from personal_data.actions.requests import Asking, Reply
from personal_data.enums import (
    IdentityCheck,
    RefusedBecause,
    RequestKind,
    RequestOutcome,
    RequestSource,
)
from personal_data.models import DataRequest
from personal_data.queries.requests import consents_of
from personal_data.terms import LONGEST_EXTENSION
from sessions_app.actions.contact_corrections import WORDS
from sessions_app.contacts import UnreadablePhone, read_phone
from sessions_app.models import Consent


class OwnRequestForm(PortalForm):
    """What somebody asks on the page behind the tracking code."""

    kind = forms.ChoiceField(
        label="Ông/bà muốn",
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn yêu cầu của ông/bà."},
    )
    words = forms.CharField(
        label="Nội dung",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ví dụ: số điện thoại đúng là số nào, muốn xóa phần nào.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("kind", "words")

    def clean(self) -> dict:
        data = super().clean()
        if data.get("kind") == RequestKind.CORRECT and not data.get("words"):
            self.add_error("words", "Ghi thông tin đúng để văn phòng sửa.")
        return data


class WithdrawConsentForm(PortalForm):
    """Taking one consent back: the button is the act."""

    consent = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout()


class ReachFields(forms.Form):
    """A telephone number as it is kept."""

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        try:
            return read_phone(typed) if typed else ""
        except UnreadablePhone as problem:
            raise ValidationError(str(problem)) from problem


def _email(**more) -> forms.EmailField:
    return forms.EmailField(
        label="Thư điện tử",
        required=False,
        max_length=254,
        error_messages={"invalid": "Nhập thư điện tử đúng dạng, ví dụ ten@example.vn."},
        **more,
    )


class RequestEntryForm(ReachFields, PortalForm):
    """A request that came on paper or by word of mouth."""

    kind = forms.ChoiceField(label="Yêu cầu", choices=[("", "Chọn yêu cầu"), *RequestKind.choices])
    source = forms.ChoiceField(
        label="Nhận qua",
        choices=[choice for choice in RequestSource.choices if choice[0] != RequestSource.LINK],
    )
    received_on = DayField(label="Nhận ngày")
    full_name = forms.CharField(label="Họ và tên người yêu cầu", max_length=120)
    phone = forms.CharField(label="Số điện thoại", required=False, max_length=30)
    email = _email()
    address = forms.CharField(label="Địa chỉ nhận trả lời", required=False, max_length=200)
    words = forms.CharField(
        label="Nội dung yêu cầu",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Không ghi số căn cước; không lưu bản chụp giấy tờ.",
    )

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.helper.layout = Layout(
            Fieldset("Yêu cầu", "kind", "source", "received_on", "words", css_class="field"),
            Fieldset(
                "Người yêu cầu",
                Field("full_name", css_class="width-name", autocomplete="off"),
                Field("phone", css_class="width-name", inputmode="tel", autocomplete="off"),
                Field("email", autocomplete="off"),
                Field("address", autocomplete="off"),
                css_class="field",
            ),
        )

    def clean_received_on(self) -> date:
        if self.cleaned_data["received_on"] > self.on:
            raise ValidationError("Ngày nhận không thể sau hôm nay.")
        return self.cleaned_data["received_on"]

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not any(data.get(name) for name in ("phone", "email", "address")):
            self.add_error("address", "Nhập số điện thoại, thư điện tử hoặc địa chỉ để trả lời.")
        return data

    @property
    def asking(self) -> Asking:
        """Who asks; valid after ``is_valid()``."""
        return Asking(**{name: self.cleaned_data[name] for name in Asking.__dataclass_fields__})


class ConfirmRequestForm(VersionedForm):
    """It is known who asks."""

    identity_check = forms.ChoiceField(
        label="Đã xác định người yêu cầu bằng cách nào", choices=[("", "Chọn cách"), *IdentityCheck.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "xac_nhan_%s"} | kwargs)
        self.helper.layout = Layout("identity_check")


class ExtendRequestForm(VersionedForm):
    """More days, once."""

    days = forms.IntegerField(
        label="Thêm số ngày",
        min_value=1,
        max_value=LONGEST_EXTENSION,
        help_text=f"Tối đa {LONGEST_EXTENSION} ngày, chỉ một lần",
        error_messages=dict.fromkeys(
            ("min_value", "max_value", "invalid"), f"Nhập số ngày từ 1 đến {LONGEST_EXTENSION}."
        ),
    )
    reason = forms.CharField(label="Lý do gia hạn", max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "gia_han_%s"} | kwargs)
        self.helper.layout = Layout(Field("days", css_class="width-short"), "reason")


class CloseRequestForm(ReachFields, VersionedForm):
    """The answer to a request, with what is to be put right or taken back."""

    outcome = forms.ChoiceField(label="Kết quả", choices=[("", "Chọn kết quả"), *RequestOutcome.choices])
    ground = forms.ChoiceField(
        label="Căn cứ",
        required=False,
        choices=[("", "Không cần khi đã thực hiện"), *RefusedBecause.choices],
    )
    text = forms.CharField(
        label="Trả lời người yêu cầu", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    full_name = forms.CharField(label="Họ và tên đúng", required=False, max_length=120)
    phone = forms.CharField(label="Số điện thoại đúng", required=False, max_length=30)
    email = _email()
    address = forms.CharField(label="Địa chỉ đúng", required=False, max_length=200)
    consents = forms.MultipleChoiceField(
        label="Sự đồng ý được rút", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, request: DataRequest, **kwargs):
        super().__init__(*args, **{"auto_id": "tra_loi_%s"} | kwargs)
        self.request = request
        self.live = {
            consent.code: consent for consent in consents_of(request) if consent.purpose != "processing"
        }
        self.fields["consents"].choices = [
            (code, consent.get_purpose_display()) for code, consent in self.live.items()
        ]
        extra = {RequestKind.CORRECT: tuple(WORDS), RequestKind.WITHDRAW: ("consents",)}.get(request.kind, ())
        if request.guest_id:
            extra = tuple(name for name in extra if name != "full_name")
        for name in ("consents", *WORDS):
            if name not in extra:
                del self.fields[name]
        self.helper.layout = Layout("outcome", "ground", *extra, "text")

    def clean_phone(self) -> str:
        return super().clean_phone() if "phone" in self.fields else ""

    def clean(self) -> dict:
        data = super().clean()
        if data.get("outcome") in (RequestOutcome.PARTLY, RequestOutcome.REFUSED) and not data.get("ground"):
            self.add_error("ground", "Chọn căn cứ không thực hiện, hoặc chỉ thực hiện một phần.")
        return data

    @property
    def reply(self) -> Reply:
        """The answer; valid after ``is_valid()``. A ground is kept only where something was not done."""
        data = self.cleaned_data
        fulfilled = data["outcome"] == RequestOutcome.FULFILLED
        taken_back: list[Consent] = [self.live[code] for code in data.get("consents", ())]
        return Reply(
            outcome=RequestOutcome(data["outcome"]),
            ground=None if fulfilled else RefusedBecause(data["ground"]),
            text=data["text"],
            corrected={name: data[name] for name in WORDS if data.get(name)},
            withdrawn=taken_back,
        )
