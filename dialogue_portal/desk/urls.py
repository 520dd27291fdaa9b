"""Addresses of the portal's own pages."""

from django.urls import path

from dialogue_portal import home
from dialogue_portal.desk import running, search, views
from dialogue_portal.gallery import views as gallery

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("viec-cua-toi/", views.desk, name="desk"),
    path("van-hanh/", running.running, name="running"),
    path("tim-kiem/", search.search, name="search"),
    path("mau-giao-dien/", gallery.page, name="gallery"),
    path("mau-giao-dien/<slug:slug>/", gallery.page, name="gallery_page"),
]
