"""Nudges: which, when and how they reach a person, each of them once."""
