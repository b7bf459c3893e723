"""One stick, three systems: a folder from which gowizard installs Go without a network."""
