"""The spaCy components, one file each, and what they leave on a Doc."""
