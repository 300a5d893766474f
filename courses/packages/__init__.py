"""Course packages: a whole course in one file, out of here and in from elsewhere."""
