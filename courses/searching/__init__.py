"""Finding a course, a lesson or a word by what it says."""
