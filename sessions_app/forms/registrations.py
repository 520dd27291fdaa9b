"""What the office types about registrations: decisions with their reasons, and slips that came on paper."""

from crispy_forms.layout import Field as Input
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from accounts.forms import PortalForm, VersionedForm
from organizations.models import Field
from regulation.refusals import OutOfScope, RefusalGround
from sessions_app import refusal_sentences
from sessions_app.actions.registrations import SlipContact, SlipContent
from sessions_app.forms.citizen import IN_PERSON, ContactForm, ContentForm
from sessions_app.models import DialogueSession, Invitation, SpeakingRegistration
from sessions_app.queries.registrations import invitation_by_short_code, latest_voice


class LookReason(models.TextChoices):
    """Why somebody looks at contacts; the log keeps it."""

    CLARIFY = "clarify", "Liên hệ để làm rõ nội dung đăng ký"
    ANNOUNCE = "announce", "Báo thứ tự phát biểu, thay đổi lịch"
    DELIVER = "deliver", "Giao giấy tờ, văn bản trả lời"
    CORRECT = "correct", "Sửa thông tin theo đề nghị của người đăng ký"
    DUPLICATE = "duplicate", "Kiểm tra đăng ký trùng"


class RevealForm(PortalForm):
    """A look at contacts: one reason, one act, one showing."""

    reason = forms.ChoiceField(label="Lý do xem", choices=LookReason.choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "xem_%s"} | kwargs)
        self.helper.layout = Layout("reason")

    @property
    def words(self) -> str:
        """The chosen reason in words; valid after ``is_valid()``."""
        return LookReason(self.cleaned_data["reason"]).label


class DecisionForm(VersionedForm):
    """One decision about a registration; ``verb`` says which. Several stand on one page."""

    verb = forms.CharField(widget=forms.HiddenInput)
    VERB = ""

    def __init__(self, *args, registration: SpeakingRegistration, **kwargs):
        initial = {"verb": self.VERB, "version": registration.version}
        super().__init__(*args, **{"auto_id": f"{self.VERB}_%s", "initial": initial} | kwargs)
        self.registration = registration
        self.helper.layout = Layout(*(name for name in self.fields if not self.fields[name].widget.is_hidden))


class AcceptForm(DecisionForm):
    VERB = "accept"


class ReserveForm(DecisionForm):
    VERB = "reserve"


class WrittenForm(DecisionForm):
    VERB = "take_in_writing"


class AskForm(DecisionForm):
    """A question to the person, who reads it behind the link."""

    VERB = "ask"
    question = forms.CharField(
        label="Đề nghị người đăng ký bổ sung",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: nêu rõ địa chỉ, thời gian xảy ra. Không ghi tên người bị phản ánh.",
        error_messages={"required": "Ghi nội dung cần bổ sung."},
    )


class MergeForm(DecisionForm):
    """The slip with which this one shares a turn."""

    VERB = "merge"
    into = forms.ChoiceField(
        label="Gộp vào đăng ký", error_messages={"required": "Chọn đăng ký cùng nội dung."}
    )

    def __init__(self, *args, others: list[SpeakingRegistration], **kwargs):
        super().__init__(*args, **kwargs)
        self.others = {other.code: other for other in others}
        self.fields["into"].choices = [
            ("", "Chọn đăng ký"),
            *((other.code, _named(other)) for other in others),
        ]


def _named(registration: SpeakingRegistration) -> str:
    voice = latest_voice(registration)
    return f"Số {registration.received_number:02d}, {voice.field.name}: {voice.text[:60]}"


class ReferForm(DecisionForm):
    """Where a matter outside Đ2.2 belongs."""

    VERB = "refer"
    channel = forms.ChoiceField(
        label="Nội dung thuộc",
        choices=[("", "Chọn loại việc"), *((channel.value, channel.label) for channel in OutOfScope)],
        error_messages={"required": "Chọn loại việc để hướng dẫn nơi tiếp nhận."},
    )
    note = forms.CharField(
        label="Hướng dẫn thêm",
        max_length=300,
        required=False,
        help_text="Ví dụ: địa chỉ, giờ tiếp công dân. Không ghi lại nội dung tố cáo.",
    )


class ProposeRefusalForm(DecisionForm):
    """A ground of Đ5 by a prepared sentence; only the presider decides."""

    VERB = "propose_refusal"
    sentence = forms.ChoiceField(
        label="Căn cứ và câu trả lời",
        choices=[("", [("", "Chọn căn cứ theo Điều 5")]), *refusal_sentences.choices()],
        help_text="Chỉ lưu căn cứ và câu trả lời soạn sẵn; không lưu thông tin về nhân thân.",
        error_messages={"required": "Chọn căn cứ theo Điều 5."},
    )

    @property
    def chosen(self) -> tuple[RefusalGround, str]:
        """Ground and sentence; valid after ``is_valid()``."""
        return refusal_sentences.chosen(self.cleaned_data["sentence"])


class WithdrawOnRequestForm(DecisionForm):
    """Taking a registration back for a person who asked the office to."""

    VERB = "withdraw"
    note = forms.CharField(
        label="Người đăng ký đề nghị rút bằng cách nào",
        max_length=300,
        help_text="Ví dụ: gọi điện ngày 10/03/2026.",
        error_messages={"required": "Ghi rõ người đăng ký đề nghị rút bằng cách nào."},
    )


class ConfirmRefusalForm(DecisionForm):
    VERB = "confirm_refusal"


class DeclineRefusalForm(DecisionForm):
    """The presider does not refuse and says how to go on."""

    VERB = "decline_refusal"
    note = forms.CharField(
        label="Ý kiến chỉ đạo",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi ý kiến chỉ đạo để văn phòng thực hiện."},
    )


class SlipForm(ContactForm, ContentForm):
    """A slip that came on paper: the same questions in the same order as on the telephone."""

    short_code = forms.CharField(
        label="Mã thư mời",
        max_length=24,
        required=False,
        help_text="Mã in trên thư mời, nếu phiếu kèm thư mời. Để trống nếu người đăng ký không có thư mời.",
    )
    acknowledged = forms.BooleanField(
        label="Người đăng ký đã ký phiếu có phần trách nhiệm (Điều 19) và đồng ý cho dùng thông tin",
        required=False,
    )
    may_be_named = forms.BooleanField(label="Người đăng ký đồng ý nêu tên", required=False)

    def __init__(self, *args, session: DialogueSession, fields: list[Field], **kwargs):
        super().__init__(*args, fields=fields, **kwargs)
        self.session = session
        self.offered = {field.key: field for field in fields}
        self.invitation: Invitation | None = None
        self.fields["field"].widget = forms.Select(
            choices=[("", "Chọn lĩnh vực"), *self.fields["field"].choices]
        )
        self.fields["address"].label = "Khu phố, ấp, địa chỉ nhận văn bản trả lời"
        self.fields["phone"].help_text = self.fields["email"].help_text = ""
        self.helper.layout = Layout(
            Fieldset(
                "Người đăng ký",
                Input("short_code", css_class="width-date", autocomplete="off"),
                Input("salutation", css_class="width-short"),
                Input("full_name", css_class="width-name", autocomplete="off", spellcheck="false"),
                Input("phone", css_class="width-name", autocomplete="off"),
                Input("email", autocomplete="off"),
                Input("address", autocomplete="off"),
                "on_behalf_of",
                css_class="field",
            ),
            Fieldset("Nội dung", "field", "text", "manner", "withhold_identity", "file", css_class="field"),
            Fieldset("Xác nhận trên phiếu", "acknowledged", "may_be_named", css_class="field"),
        )

    def clean_short_code(self) -> str:
        typed = self.cleaned_data["short_code"]
        if not typed:
            return ""
        self.invitation = invitation_by_short_code(typed)
        if self.invitation is None or self.invitation.guest.session_id != self.session.pk:
            raise ValidationError("Không có thư mời nào của buổi này với mã đã nhập.")
        return typed

    def reach_is_missing(self, cleaned: dict) -> bool:
        """On paper an address to which an answer can be brought is enough."""
        return super().reach_is_missing(cleaned) and not cleaned.get("address")

    @property
    def contact(self) -> SlipContact:
        """Who it is; valid after ``is_valid()``."""
        names = ("salutation", "full_name", "phone", "email", "address", "on_behalf_of", "may_be_named")
        return SlipContact(**{name: self.cleaned_data[name] for name in names})

    @property
    def content(self) -> SlipContent:
        """What was written; valid after ``is_valid()``."""
        data = self.cleaned_data
        return SlipContent(
            field=self.offered[data["field"]],
            text=data["text"],
            speaks_in_person=data["manner"] == IN_PERSON,
            withhold_identity=data["withhold_identity"] or self.offered[data["field"]].concerns_conduct,
            file=self.upload,
        )
