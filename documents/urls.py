"""Addresses of the app."""

app_name = "documents"
urlpatterns: list = []
