"""Extracting: the processes that read articles."""
