"""The gazetteer: places of the world by name, compiled into one file that worker processes share."""

from service.extraction.gazetteer.reader import Candidate, Gazetteer, Place

__all__ = ["Candidate", "Gazetteer", "Place"]
