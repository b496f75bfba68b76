"""The published register: what Datasette serves from `public.db`."""
