r"""Putting any text into DOT so that Graphviz shows it as it is.

Two notations matter: quoted strings, in which Graphviz replaces ``\N``, ``\G`` and others, and
HTML-like labels, which are markup and replace them too.
"""

from __future__ import annotations

import html


def quote(text: str) -> str:
    r"""Return a text as a quoted DOT string that Graphviz shows as it is.

    Backslashes are doubled, so that ``\N`` or ``\G`` is not replaced; ampersands become entities, so
    that ``&lt;`` stays what it is and older versions write well-formed SVG; a line break is ``\n``.

    Examples
    --------
    >>> print(quote('a "b" \\N & c'))
    "a \"b\" \\N &amp; c"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;").replace("\n", "\\n")
    return f'"{escaped}"'


def quote_tooltip(text: str) -> str:
    r"""Return a text as a DOT string for a tooltip, in which Graphviz replaces twice.

    Examples
    --------
    >>> print(quote_tooltip("\\N"))
    "\\\\N"
    """
    return quote(text.replace("\\", "\\\\"))


def escape(text: str) -> str:
    r"""Return a text for the inside of an HTML-like label.

    Examples
    --------
    >>> print(escape("<b> \\N"))
    &lt;b&gt; \\N
    """
    return html.escape(text).replace("&#x27;", "&#39;").replace("\\", "\\\\")
