"""The journal's files: strict reading, careful writing, all or none. Imports only domain."""
