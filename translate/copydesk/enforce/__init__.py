"""Put every glossary term where it belongs, and write its receipt.

The chain: plain draft, then the steps of ``stages`` for the sentences that miss a term, each followed by
the same verifier; the best verified candidate wins, and what cannot be placed is said.
"""

from copydesk.enforce.candidate import Candidate, Outcome, Task
from copydesk.enforce.chain import DEFAULT_STAGES, enforce_terms
from copydesk.enforce.faithful import Judge, Verdict

__all__ = ["DEFAULT_STAGES", "Candidate", "Judge", "Outcome", "Task", "Verdict", "enforce_terms"]
