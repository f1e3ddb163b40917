"""What is said on a terminal: views made into lines of text, and all wording."""
