"""Addresses of the app."""

app_name = "sessions_app"
urlpatterns: list = []
