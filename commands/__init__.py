"""The commands of ``passerelle``, one file a group; `cli.py` puts them together."""
