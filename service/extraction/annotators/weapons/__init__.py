"""Weapons: kinds and models."""
