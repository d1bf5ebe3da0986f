"""The sourcing table of a story: per claim who says it first, through whom, read where, said against, and checked.

`sourcing_rows` returns it as values; the other modules write those as Markdown, CSV and HTML.
"""

from claimgraph.sourcing.markdown import write_markdown
from claimgraph.sourcing.page import write_page
from claimgraph.sourcing.rows import Entry, Row, Table, sourcing_table
from claimgraph.sourcing.spreadsheet import write_csv

__all__ = ["Entry", "Row", "Table", "sourcing_table", "write_csv", "write_markdown", "write_page"]
