"""Go's version numbers as Go orders them."""
