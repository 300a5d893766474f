"""Course health: everything that an editor should mend in a course, on one page."""
