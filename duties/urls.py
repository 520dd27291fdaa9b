"""Addresses of the app."""

from django.urls import path

from duties.views import calculator, calendar, editions, explain, feed, ladders

app_name = "duties"
urlpatterns = [
    path("thoi-han/<slug:code>/cach-tinh/", explain.explain, name="explain"),
    path("thoi-han/<slug:code>/phieu-tinh-han.pdf", explain.sheet, name="sheet"),
    path("tinh-han/", calculator.calculator, name="calculator"),
    path("nhac-han/", ladders.ladders, name="ladders"),
    path("nhac-han/<str:clause>/", ladders.ladder, name="ladder"),
    path("lich-lam-viec/", calendar.year, name="calendar"),
    path("lich-lam-viec/<int:year>/", calendar.year, name="calendar_year"),
    path("lich-lam-viec/ngay/", calendar.day_new, name="calendar_day"),
    path("lich-lam-viec/hoan-doi/", calendar.swap_new, name="calendar_swap"),
    path("lich-lam-viec/nhap/", calendar.file_new, name="calendar_file"),
    path("lich-lam-viec/nhap/mau.xlsx", calendar.template, name="calendar_template"),
    path("lich-lam-viec/thay-doi/<slug:code>/", calendar.change, name="calendar_change"),
    path("quy-dinh/", editions.editions, name="editions"),
    path("quy-dinh/them/", editions.edition_new, name="edition_new"),
    path("quy-dinh/don-vi/", editions.follow_new, name="edition_follow"),
    path("quy-dinh/<slug:code>/het-hieu-luc/", editions.edition_end, name="edition_end"),
    path("viec-cua-toi/lich/", feed.page, name="feed_page"),
    path("viec-cua-toi/lich/dia-chi-moi/", feed.renew, name="feed_renew"),
    path("viec-cua-toi/lich/tat/", feed.switch_off, name="feed_off"),
    path("lich/<str:token>.ics", feed.calendar, name="feed"),
]
