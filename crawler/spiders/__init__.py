"""One spider for all sources, and the loader that makes it the spider of each."""
