"""The files: strict reading, careful writing, all of one command or nothing. Imports domain."""
