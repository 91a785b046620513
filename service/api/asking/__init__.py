"""Asking: what query strings say, as filters and orders of the store."""
