"""Numbers, amounts of money, measures, times and dates: read by value and kind, compared across languages."""

from copydesk.checks.values.compare import Comparison, Difference, compare_values
from copydesk.checks.values.scan import read_values
from copydesk.checks.values.value import Value

__all__ = ["Comparison", "Difference", "Value", "compare_values", "read_values"]
