"""What a terminal shows: views made into lines of text, and all wording.

A module shows the views of its namesake in `views`: `terminal.board.welcome` the `Welcome` of
`views.board`. A command's own view has its function `text` in the command's own module instead.
"""
