"""What may be asked of the list of messages, and what the office decides about one."""

from crispy_forms.layout import Layout
from django import forms

from accounts.forms import PortalForm, VersionedForm
from outbox.enums import Channel, Handled, MessageState
from outbox.queries import TO_BE_HANDLED


class FilterForm(forms.Form):
    """The filter above the list; it is sent by GET and refuses nothing."""

    trang_thai = forms.ChoiceField(
        label="Trạng thái",
        choices=[("", "Mọi trạng thái"), (TO_BE_HANDLED, "Cần xử lý"), *MessageState.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    use_required_attribute = False

    def add_prefix(self, field_name: str) -> str:
        """Addresses are written with hyphens: ``?trang-thai=sent``."""
        return field_name.replace("_", "-")

    @property
    def state(self) -> str:
        """The state that was asked for; what cannot be read asks for nothing."""
        self.is_valid()
        return self.cleaned_data.get("trang_thai", "")


class NoteForm(VersionedForm):
    """A decision about one message, with its reason."""

    note = forms.CharField(
        label="Lý do", max_length=300, min_length=3, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, label: str, help_text: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label, self.fields["note"].help_text = label, help_text
        self.fields["note"].error_messages["required"] = f"Nhập {label[0].lower()}{label[1:]}."
        self.helper.layout = Layout("note")


class AgainForm(PortalForm):
    """Send once more; on which way, where there is a choice."""

    channel = forms.ChoiceField(label="Gửi bằng")

    def __init__(self, *args, channels: list[Channel], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(channel.value, channel.label) for channel in channels]
        if len(channels) == 1:
            self.fields["channel"].widget = forms.HiddenInput()
            self.fields["channel"].initial = channels[0].value
        self.helper.layout = Layout("channel")


class SettleForm(PortalForm):
    """The task is done on another way."""

    how = forms.ChoiceField(
        label="Đã làm gì",
        choices=[(how.value, how.label) for how in (Handled.BY_PHONE, Handled.ON_PAPER, Handled.NOTHING)],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Ghi chú",
        max_length=300,
        min_length=3,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ai làm, ngày nào, kết quả; không ghi số điện thoại, địa chỉ, nội dung kiến nghị",
        error_messages={"required": "Ghi rõ đã làm gì, hoặc vì sao không cần làm gì thêm."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("how", "note")
