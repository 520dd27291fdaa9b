"""Addresses of the app."""

app_name = "followups"
urlpatterns: list = []
