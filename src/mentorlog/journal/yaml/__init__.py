"""YAML as the journal's files have it: read strictly, written carefully, changed in place."""
