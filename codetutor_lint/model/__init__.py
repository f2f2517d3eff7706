"""What an example is: source positions, YAML document, the seven steps, answer, modes, prompts."""
