"""Help: questions by task, written by editors, found by their words, each at an address."""
