"""Addresses of the app."""

app_name = "outbox"
urlpatterns: list = []
