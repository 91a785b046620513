"""Frames: what one clause says about one incident, as mentions."""
