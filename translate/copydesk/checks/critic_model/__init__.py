"""The model as critic: a forward pass, what it says of each word, and the calibrated decision."""
