"""From a school's address to stored pages."""
