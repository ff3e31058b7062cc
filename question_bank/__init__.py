"""The exercises, one per file, in folders by unit."""
