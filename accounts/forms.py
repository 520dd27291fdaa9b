"""The base of every form: composed text, an idempotency key, the version of the row."""

import secrets

from crispy_forms.helper import FormHelper
from django import forms

from regulation.text import clean


def new_key() -> str:
    """A key that names one rendering of one form."""
    return secrets.token_urlsafe(24)


class CleanCharField(forms.CharField):
    """Text in composed Unicode without control characters."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean(value).strip() if value else value


class PortalForm(forms.Form):
    """A form of the portal. ``idempotency_key`` makes a second sending harmless; ``version`` finds edits by others.

    Text typed in any ``CharField`` is normalised before it is validated. Subclasses give ``helper.layout``.
    """

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)

    use_required_attribute = False
    error_css_class = "is-invalid"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators = list(field.validators)
                original = field.to_python
                field.to_python = lambda value, original=original: clean(original(value) or "")

    @property
    def key(self) -> str:
        """The idempotency key of this rendering; valid after ``is_valid()``."""
        return self.cleaned_data["idempotency_key"]
