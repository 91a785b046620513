"""SQLite: the only part with SQL."""
