"""Addresses of the app."""

app_name = "duties"
urlpatterns: list = []
