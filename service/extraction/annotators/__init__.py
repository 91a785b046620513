"""Annotators: one file for each kind of mention."""
