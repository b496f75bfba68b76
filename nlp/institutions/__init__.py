"""Institutions named in a text: found, told apart, linked to the registry."""
