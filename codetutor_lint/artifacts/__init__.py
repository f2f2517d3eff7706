"""What training reads: conversations, targets, tokens, build, manifest, card, statistics."""
