"""How claims become events and partnerships; `db/merge.py` puts the parts together."""
