"""
How an answer becomes a mark: one small pure module for each type of question.

Adding a type adds its module here and its line in `registry`.
"""
