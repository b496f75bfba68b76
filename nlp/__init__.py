"""From text to claims; knows nothing of Scrapy or SQLite."""
