"""Many examples: collection, neighbours, families and split, coverage."""
