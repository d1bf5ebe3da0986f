"""DOT text to a finished SVG: laid out by Graphviz, then made accessible, safe and the same everywhere."""

from __future__ import annotations

from claimgraph.svg.engine import TIME_LIMIT, Engine, lay_out
from claimgraph.svg.finish import finish_svg
from claimgraph.svg.reading import read_drawing

__all__ = ["TIME_LIMIT", "Engine", "to_svg"]


def to_svg(
    dot_text: str,
    *,
    engine: Engine = "wheel",
    title: str | None = None,
    description: str | None = None,
    prefix: str = "claimgraph",
    time_limit: float = TIME_LIMIT,
) -> str:
    """Return DOT text as a complete, accessible SVG.

    Parameters
    ----------
    dot_text : str
        From `to_dot`; headline and description travel in it.
    engine : {"wheel", "system"}
        Which Graphviz lays it out: that of the wheel ``graphviz-pure``, which draws the same on
        every machine, or the command ``dot`` of this one.
    title, description : str, optional
        What the picture is called and what it shows, in place of what the DOT text says.
    prefix : str
        What every id starts with; pictures on one page need different ones.
    time_limit : float
        Seconds the engine may take.

    Returns
    -------
    str
        One ``<svg>`` element without a declaration, to be written to a file or into a page.

    Raises
    ------
    PictureError
        The engine is missing, cannot read the text, or takes too long.

    Examples
    --------
    >>> svg = to_svg('digraph { a [tooltip="A says so"]; tooltip="Read in 1 place." }')
    >>> "Read in 1 place.</title>" in svg, "<title>A says so</title>" in svg
    (True, True)
    """
    drawing = read_drawing(lay_out(dot_text, engine=engine, time_limit=time_limit))
    return finish_svg(drawing, title=title, description=description, prefix=prefix)
