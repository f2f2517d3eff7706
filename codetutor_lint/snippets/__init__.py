"""The code inside answers: blocks, syntax, sandbox, runners."""
