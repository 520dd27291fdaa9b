"""The style guide alone, for tests of the look that need no other page."""

from django.urls import path

from dialogue_portal.gallery import views

urlpatterns = [
    path("mau-giao-dien/", views.page, name="gallery"),
    path("mau-giao-dien/<slug:slug>/", views.page, name="gallery_page"),
]
