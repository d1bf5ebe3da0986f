"""The record on disk: the only package that knows YAML.

`load` and `loads` read, `dumps` writes text, `save_claim` and its kin change files under `locked`.
"""

from claimgraph.store.archives import Archived, add_archives
from claimgraph.store.dumping import dumps, dumps_sources
from claimgraph.store.files import create_file, replace_file, replace_files
from claimgraph.store.loading import FileContent, load, loads
from claimgraph.store.locking import locked
from claimgraph.store.saving import merge_sources, rename_source, save_claim, save_source
from claimgraph.store.settings import load_config
from claimgraph.store.upkeep import add_alias, article_of, format_record_file, record_files

__all__ = [
    "Archived",
    "FileContent",
    "add_alias",
    "add_archives",
    "article_of",
    "create_file",
    "dumps",
    "dumps_sources",
    "format_record_file",
    "load",
    "load_config",
    "loads",
    "locked",
    "merge_sources",
    "record_files",
    "rename_source",
    "replace_file",
    "replace_files",
    "save_claim",
    "save_source",
]
