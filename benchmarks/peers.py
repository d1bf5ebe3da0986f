"""The same record for other programs, and the small scripts that ask them: `python -m benchmarks.peers NAME ...`.

Every statement is one thing to them, and every link an edge: an entity derived from another one for prov, a triple
for rdflib and pyoxigraph. For beancount a claim is a transaction, for doorstop an item.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from claimgraph.model import Ledger

BASE = "https://example.org/"


def write_beancount(ledger: Ledger, path: Path) -> None:
    """Write a transaction per claim."""
    lines = ["2000-01-01 open Assets:Claims", "2000-01-01 open Equity:Claims", ""]
    for claim in ledger:
        lines += [f'{claim.when} * "{claim.id}" "{claim.text}"', "  Assets:Claims  1 USD", "  Equity:Claims", ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def write_doorstop(ledger: Ledger, folder: Path) -> None:
    """Write an item per claim into a repository of its own."""
    items = folder / "req"
    items.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    settings = "settings:\n  digits: 6\n  itemformat: yaml\n  prefix: REQ\n  sep: ''\n"
    (items / ".doorstop.yml").write_text(settings, encoding="utf-8")
    for number, claim in enumerate(ledger):
        text = f"active: true\nlevel: 1.{number}\nlinks: []\nnormative: true\ntext: |\n  {claim.text}\n"
        (items / f"REQ{number:06}.yml").write_text(text, encoding="utf-8")


def write_prov(ledger: Ledger, path: Path) -> None:
    """Write an entity per statement, derived from those that it relies on, as PROV-JSON."""
    from prov.model import ProvDocument

    from claimgraph.graph import build_graph

    document = ProvDocument()
    document.add_namespace("cg", BASE)
    graph = build_graph(ledger)
    for node in graph:
        document.entity(f"cg:{quote(node, safe='')}")
    for upstream, downstream in graph.edges:
        document.wasDerivedFrom(f"cg:{quote(downstream, safe='')}", f"cg:{quote(upstream, safe='')}")
    document.serialize(str(path))


def write_triples(ledger: Ledger, path: Path) -> None:
    """Write source, claim and links of every statement as N-Triples."""
    from claimgraph.graph import build_graph

    graph = build_graph(ledger)
    with path.open("w", encoding="utf-8") as file:
        for node, data in graph.nodes(data=True):
            statement = data["statement"]
            file.write(f"<{_iri(node)}> <{BASE}about> <{_iri(statement.claim)}> .\n")
            file.write(f"<{_iri(node)}> <{BASE}by> <{_iri(statement.label)}> .\n")
        for upstream, downstream in graph.edges:
            file.write(f"<{_iri(downstream)}> <{BASE}reliesOn> <{_iri(upstream)}> .\n")


def fill_store(triples: Path, store: Path) -> None:
    """Put triples into a store of pyoxigraph."""
    from pyoxigraph import RdfFormat, Store

    made = Store(str(store))
    made.bulk_load(path=str(triples), format=RdfFormat.N_TRIPLES)
    made.optimize()


def _iri(text: str) -> str:
    return BASE + quote(text, safe="")


# ---- What is asked: who stands behind a statement, directly or through others


def ask_ours(record: str, node: str) -> int:
    """Load a record from its files, build the graph, ask networkx."""
    import networkx as nx

    import claimgraph as cg

    return len(nx.ancestors(cg.build_graph(cg.load(record)), node))


def ask_obvious(record: str, node: str) -> int:
    """Do what anybody would write first: safe_load, split at the arrows, networkx."""
    import networkx as nx
    import yaml

    graph: nx.DiGraph[str] = nx.DiGraph()
    for path in Path(record).rglob("*.yaml"):
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        for claim in [loaded] if "id" in loaded else []:
            for chain in claim.get("chains") or [claim["chain"]]:
                names = [f"{claim['id']}#{step.split('[')[0].strip()}" for step in chain.split("<-")]
                graph.add_edges_from(zip(names[1:], names, strict=False))
    claim_id = node.partition("#")[0]
    read = next(n for n in graph if n.startswith(f"{claim_id}#") and not graph.out_degree(n))
    return len(nx.ancestors(graph, read))


def ask_prov(path: str, node: str) -> int:
    """Deserialize, turn into a graph, ask networkx."""
    import networkx as nx
    from prov.graph import prov_to_graph
    from prov.model import ProvDocument

    document = ProvDocument.deserialize(path)
    graph = prov_to_graph(document)
    wanted = next(n for n in graph if n.identifier.localpart == quote(node, safe=""))
    return len(nx.descendants(graph, wanted))  # its edges point from what is derived to what it comes from


def ask_rdflib(path: str, node: str) -> int:
    """Parse, follow the property."""
    from rdflib import Graph, URIRef

    graph = Graph().parse(path, format="nt")
    return sum(1 for _ in graph.transitive_objects(URIRef(_iri(node)), URIRef(f"{BASE}reliesOn"))) - 1


def ask_pyoxigraph(store: str, node: str) -> int:
    """Open the store, ask along a property path."""
    from pyoxigraph import Store

    query = f"SELECT ?up WHERE {{ <{_iri(node)}> <{BASE}reliesOn>+ ?up }}"
    return len(list(Store.read_only(store).query(query)))


def draw_prov(path: str, picture: str) -> int:
    """Draw PROV-JSON with prov's own picture and dot."""
    from prov.dot import prov_to_dot
    from prov.model import ProvDocument

    prov_to_dot(ProvDocument.deserialize(path)).write_svg(picture)
    return 0


ASKED: dict[str, Callable[[str, str], int]] = {
    "ours": ask_ours,
    "obvious": ask_obvious,
    "prov": ask_prov,
    "rdflib": ask_rdflib,
    "pyoxigraph": ask_pyoxigraph,
    "draw-prov": draw_prov,
}


def asking(name: str, *arguments: object) -> list[str]:
    """Return the command that asks a peer."""
    return [sys.executable, "-m", "benchmarks.peers", name, *map(str, arguments)]


def main(arguments: Iterable[str]) -> None:
    """Ask, and print how many statements stand behind."""
    name, path, node = arguments
    print(ASKED[name](path, node))


if __name__ == "__main__":
    main(sys.argv[1:])
