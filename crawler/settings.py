"""Scrapy's settings for all sources. Read by `scrapy` (scrapy.cfg) and by `crawler.run`, which sets some anew.

The user agent, the WARC folder and what the command line chooses are set by the spider's ``update_settings``.
"""

from __future__ import annotations

import os

BOT_NAME = "passerelle"
SPIDER_MODULES: list[str] = []
SPIDER_LOADER_CLASS = "crawler.spiders.loader.SourceLoader"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False
REFERER_ENABLED = False
LOG_LEVEL = "INFO"
LOG_SHORT_NAMES = False
STATS_DUMP = False

# A good guest: one request at a time and a pause for every host.
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Passerelle"
CONCURRENT_REQUESTS = 32
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # Scrapy starts so many tasks for every page; a page is one item
DOWNLOAD_DELAY = 2.0
DOWNLOAD_DELAY_JITTER = 0.25
AUTOTHROTTLE_ENABLED = True  # `crawler.robots.Throttle`; ADAPT_DELAY turns only its adaptation off
AUTOTHROTTLE_START_DELAY = 2.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 0.5
ADAPT_DELAY = True
CRAWL_DELAY_MAX = 60.0
RETRY_TIMES = 2
RETRY_BACKOFF = 5.0
RETRY_AFTER_MAX = 300.0
REDIRECT_MAX_TIMES = 8
METAREFRESH_ENABLED = True
METAREFRESH_MAXDELAY = 5

# Budgets of one source in one crawl; 0 is no limit.
BUDGET_PAGES = 5000
BUDGET_BYTES = 2_000_000_000
BUDGET_MINUTES = 240
LISTING_PAGES = 200
PAGE_MAXSIZE = 20 * 1024 * 1024
DOWNLOAD_MAXSIZE = 52 * 1024 * 1024  # feeds and sitemaps: the sitemap protocol's limit
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy itself does not; a source file may say `verify_tls = false`
URLLENGTH_LIMIT = 2083
DEPTH_LIMIT = 0  # listings are limited by LISTING_PAGES; articles are not followed from

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf;q=0.8,*/*;q=0.5",
    "Accept-Language": "fr,en;q=0.8,*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.AddressGuard": 50,
    "crawler.robots.ObeyRobots": 100,
    "crawler.middlewares.PoliteRetry": 550,
    "crawler.tls.SecureTransport": 900,
    "crawler.middlewares.Budget": 930,
    "crawler.middlewares.OfflineReplay": 940,
    "crawler.middlewares.WarcWriter": 950,
}
EXTENSIONS = {
    "scrapy.extensions.throttle.AutoThrottle": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.logstats.LogStats": None,
    "crawler.robots.Throttle": 0,
}
ITEM_PIPELINES = {"crawler.pipelines.StorePage": 300}
TWISTED_DNS_RESOLVER = "crawler.resolver.GuardedResolver"
ALLOW_PRIVATE = False
OFFLINE = False

READER_PROCESSES = max(1, min(4, (os.cpu_count() or 1) - 1))  # beside the crawl's own; each has 170 MiB
READER_SECONDS = 30.0
WARC_FOLDER = ""
WARC_MAX_FILE = 200 * 1024 * 1024
RECHECKS = 20  # pages asked for again per source and crawl although no way says that they changed
RETRIES = 200  # pages that could not be read before, asked for again per source and crawl when their time has come
REDISCOVER_DAYS = 30
ARTICLE_LIMIT = 0
DISCOVER_ONLY = False
RUN_ID = 0
