"""One function for each command: the world and what was typed in, a result out."""
