"""What is trained, how it is compiled, and on what."""
