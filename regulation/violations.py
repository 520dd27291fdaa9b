"""What an action raises when the regulation forbids what is about to happen. Pure."""

from regulation.articles import Article


class RuleViolation(Exception):
    """A clause stands in the way; ``message`` is the Vietnamese sentence a person reads."""

    def __init__(self, article: Article, message: str):
        super().__init__(message)
        self.article = article
        self.message = message
