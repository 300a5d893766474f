"""Service cards: one card a service, with what each county does in its own way."""
