"""Open Badges 3.0: what a credential says, its proofs, and the files it travels in. No Django."""
