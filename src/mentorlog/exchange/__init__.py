"""Exports for programs and other people, and imports from them."""
