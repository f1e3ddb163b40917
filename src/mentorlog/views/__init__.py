"""What each screen says, as data: decided, frozen, without colour, width or wording."""
