"""Ask, grade, compare, report."""
