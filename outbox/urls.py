"""Addresses of the app."""

from django.urls import path

from outbox import views

app_name = "outbox"
urlpatterns = [
    path("thu-di/", views.sent_list, name="sent_list"),
    path("thu-di/<slug:code>/", views.sent_message, name="sent_message"),
    path("thu-di/<slug:code>/khong-gui/", views.withdraw, name="withdraw"),
    path("thu-di/<slug:code>/bi-tra-lai/", views.note_bounce, name="note_bounce"),
    path("thu-di/<slug:code>/da-den/", views.note_arrival, name="note_arrival"),
    path("thu-di/<slug:code>/gui-lai/", views.send_again, name="send_again"),
    path("thu-di/<slug:code>/da-xu-ly/", views.settle, name="settle"),
]
