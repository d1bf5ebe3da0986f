"""Reviews through the command line: read twice, written, and read by somebody else."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import MakeRecord, Run

PAGE = """\
<html><script type="application/ld+json">{"@type": "ClaimReview", "claimReviewed": "Caf&eacute;s close on 1 May 2024.",
"url": "https://check.example/2", "datePublished": "Wed, 01 May 2024 08:00:00 GMT", "author": "Check",
"reviewRating": {"alternateName": "Falso"}, "name": "No, they do not",
"itemReviewed": {"author": "Ann (Paris)", "appearance": {"url": "https://paper.example/1", "publisher": "Paper"}}}
</script>
"""


def test_a_page_is_added_once_and_written_again(run: Run, make_record: MakeRecord) -> None:
    make_record({})
    Path("page.html").write_text(PAGE, encoding="utf-8")
    first = run("import", "claimreview", "page.html")
    assert first.stdout == (
        "added 1 claim and 0 sources to claims/page.yaml\n"
        "without a place here:\n"
        "  itemReviewed.author: what a name cannot hold: 1 (such as Ann (Paris))\n"
        "  name: 1 (such as No, they do not)\n"
    )
    assert Path("claims/page.yaml").read_text(encoding="utf-8") == (
        "id: cafes-close-1-may-2024-6e60c5c0\n"
        "text: Cafés close on 1 May 2024.\n"
        "chain: Paper [https://paper.example/1] <- Ann Paris\n"
        "verdict: {is: false, date: '2024-05-01T08:00:00Z', by: Check, because: Falso}\n"
        "note: 'Review by Check: Falso, https://check.example/2'\n"
    )
    assert run("import", "claimreview", "page.html").stdout.startswith("added 0 claims and 0 sources\n1 claim is in")
    assert run("export", "claimreview", "-o", "out.jsonld").exit_code == 0
    types = [node["@type"] for node in json.loads(Path("out.jsonld").read_text(encoding="utf-8"))["@graph"]]
    assert types == ["Claim", "ClaimReview"]


def test_what_is_no_markup_leaves_the_record_alone(run: Run, make_record: MakeRecord) -> None:
    make_record({})
    Path("page.html").write_text("<p>Nothing.", encoding="utf-8")
    result = run("import", "claimreview", "page.html")
    assert (result.exit_code, result.stdout, list(Path("claims").iterdir())) == (1, "", [])
    assert "holds no ClaimReview" in result.stderr
