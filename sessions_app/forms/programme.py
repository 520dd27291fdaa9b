"""The order of speakers, one step at a time."""

from django import forms

from accounts.forms import VersionedForm


class MoveForm(VersionedForm):
    """One step up or down for one speaker; ``registration`` is its public code."""

    registration = forms.CharField(widget=forms.HiddenInput, max_length=16)
    direction = forms.ChoiceField(choices=(("up", "Lên"), ("down", "Xuống")), widget=forms.HiddenInput)
