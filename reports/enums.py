"""Figures of the city and the milestones they count."""

from django.db import models

from regulation.articles import Article


class Milestone(models.TextChoices):
    """The three clocks that the city counts, in the order of the chain."""

    INVITATION = "thu-moi", "Gửi thư mời đúng hạn"
    NOTICE = "thong-bao", "Thông báo kết luận đúng hạn"
    ANSWER = "tra-loi", "Trả lời kiến nghị đúng hạn"

    @property
    def article(self) -> Article:
        """The clause behind the clock."""
        return _ARTICLES[self.value]


_ARTICLES = {
    "thu-moi": Article.INVITATION_LEAD_TIME,
    "thong-bao": Article.CONCLUSION_NOTICE,
    "tra-loi": Article.WRITTEN_ANSWER,
}


class Figure(models.TextChoices):
    """Every number on the dashboard; each opens the list of exactly the rows that make it."""

    HELD = "da-to-chuc", "Địa phương đã tổ chức đối thoại"
    NOT_HELD = "chua-to-chuc", "Địa phương chưa tổ chức đối thoại"
    INVITATION = "thu-moi", "Mốc gửi thư mời đã đến hạn"
    NOTICE = "thong-bao", "Mốc thông báo kết luận đã đến hạn"
    ANSWER = "tra-loi", "Mốc trả lời kiến nghị đã đến hạn"
    OVERDUE = "qua-han", "Việc đang quá hạn"
