"""Casualties: who was killed, hurt, captured or is missing, and how many."""
