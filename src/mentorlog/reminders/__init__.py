"""Nudges: which ones, when, and how they reach the user; each only once."""
