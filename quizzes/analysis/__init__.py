"""Item analysis: what the attempts tell about a quiz and its questions."""
