"""Train the bundled French to English model: one readable recipe, from corpora to model card."""
