"""Observing: log, metrics and traces."""
