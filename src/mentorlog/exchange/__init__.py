"""What goes out to programs and other people, and what comes in from them."""
