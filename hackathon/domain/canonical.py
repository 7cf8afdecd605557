"""Canonical JSON (RFC 8785) and the digests made of it: the same that the rules' package uses for a results bundle."""

from scoring.reading.canonical import canonical, digest

__all__ = ["canonical", "digest"]
