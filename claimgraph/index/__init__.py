"""The index: the same ledger as loading the files gives, fast, from ``.claimgraph/index.sqlite``.

It is made and refreshed by itself, and can be deleted at any time. Where it cannot be used the files are read.
"""

from claimgraph.index.opening import USES, Use, connect, ledger_of, open_record

__all__ = ["USES", "Use", "connect", "ledger_of", "open_record"]
