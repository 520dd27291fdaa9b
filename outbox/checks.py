"""What must hold before text messages leave."""

from django.conf import settings
from django.core.checks import Error, register

from outbox.channels import sms
from outbox.channels.sms_http import HttpSettings


@register("outbox")
def text_messages_are_described(app_configs, **kwargs) -> list[Error]:
    """The way of text messages is known, and a provider is spoken to over TLS with its number and its text."""
    if settings.SMS_BACKEND and settings.SMS_BACKEND not in sms.PROVIDERS:
        return [Error(f"SMS_BACKEND is none of {', '.join(sorted(sms.PROVIDERS))}.", id="outbox.E001")]
    if settings.SMS_BACKEND != "http":
        return []
    described, errors = HttpSettings(**settings.SMS_HTTP), []
    if not described.is_safe:
        errors.append(
            Error("SMS_HTTP_URL must begin with https:// (http:// only on this machine).", id="outbox.E002")
        )
    shape = str(described.fields)
    if "{text}" not in shape or not ("{to}" in shape or "{local}" in shape):
        errors.append(Error("SMS_HTTP_FIELDS must name {text} and {to} or {local}.", id="outbox.E003"))
    return errors
