"""A response (HTML, PDF, Markdown, plain text) to an Article."""

from crawler.article.read import UnreadableError, read

__all__ = ["UnreadableError", "read"]
