"""Addresses of the web, as the formats of others can hold them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from claimgraph.notation import check_name

_MAX_ADDRESS = 4_000
_NOT_IN_ADDRESSES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff<>\"]")


def address(text: str) -> str | None:
    """Return an address of the web as it can be kept; None of what is none.

    Examples
    --------
    >>> address(" https://x.org/?a=1&amp;b=2 "), address("javascript:alert(1)"), address("x.html")
    ('https://x.org/?a=1&b=2', None, None)
    """
    found = text.strip().replace("&amp;", "&")
    if not found.lower().startswith(("https://", "http://")) or len(found) > _MAX_ADDRESS:
        return None
    return found if not _NOT_IN_ADDRESSES.search(found) and host(found) else None


def host(url: str) -> str:
    """Return whose page an address is, or an empty text.

    Examples
    --------
    >>> host("https://www.politifact.com/x"), host("http://[")
    ('politifact.com', '')
    """
    try:
        name = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return "" if check_name(name) else name
