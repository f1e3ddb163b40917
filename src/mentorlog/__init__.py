"""mentorlog: a mentoring journal for the command line."""
