"""What may be asked of the list of messages."""

from django import forms

from outbox.enums import MessageState


class FilterForm(forms.Form):
    """The filter above the list; it is sent by GET and refuses nothing."""

    trang_thai = forms.ChoiceField(
        label="Trạng thái",
        choices=[("", "Mọi trạng thái"), *MessageState.choices],
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
