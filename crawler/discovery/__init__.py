"""Feeds, sitemaps, WordPress REST and listings: four ways to one list of candidate addresses.

Everything here is a pure function of a response; who fetches what, and when, is the spider's business.
"""
