"""H5P: exercises made elsewhere, checked, and shown in a frame that can reach nothing."""
