"""Addresses of the app."""

from django.urls import path

from outbox import views

app_name = "outbox"
urlpatterns = [
    path("thu-di/", views.sent_list, name="sent_list"),
    path("thu-di/<slug:code>/", views.sent_message, name="sent_message"),
]
