"""Addresses of the app."""

from django.urls import path

from duties import views

app_name = "duties"
urlpatterns = [
    path("thoi-han/<slug:code>/cach-tinh/", views.explain, name="explain"),
]
