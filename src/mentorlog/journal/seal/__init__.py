"""Sealing: keys, the age format, and which files are sealed."""
