"""The command line. Only this part knows Typer."""
