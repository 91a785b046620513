"""Actors: sides of a conflict, by name, demonym, metonym, leader or force."""
