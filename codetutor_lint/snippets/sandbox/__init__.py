"""Running code that nobody has read yet: bubblewrap, or Landlock with seccomp."""
