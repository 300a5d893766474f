"""What learners do inside a lesson: marks, paths, reflections, what they watched."""
