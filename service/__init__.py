"""Strikelog: reports of armed conflict in, data out."""
