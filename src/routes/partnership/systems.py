"""Named systems and programmes, the data systems among them, and the duties that serve them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.errors import unknown
from routes.partnership.report import PARAGRAPHS, covered
from routes.reference import table

if TYPE_CHECKING:
    import pandas as pd


def systems(*, kind: str | None = None) -> pd.DataFrame:
    """Return the programmes, bodies, units and data systems that the report names.

    Parameters
    ----------
    kind : str, optional
        Such as ``"programme"``, ``"data system"`` or ``"branch"`` (a unit of UNODC).

    Returns
    -------
    DataFrame
        Indexed by ``system``; ``acronym``, ``name``, ``name_zh``, ``owner``, ``kind``,
        ``partner`` (its key among the partners, if it is one), ``paragraph``, ``note``,
        ``name_basis`` (what the English name rests on), ``source``, ``confidence``.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> systems(kind="data system").index.to_list()
    ['ARQ', 'IDS', 'DMP']
    """
    rows = table("systems").set_index("system")
    if kind is None:
        return rows
    if kind not in set(rows["kind"]):
        raise unknown("kind of system", kind, rows["kind"].unique())
    return rows[rows["kind"] == kind]


def data_systems() -> pd.DataFrame:
    """Return what each data system holds and what this library reads of it.

    Returns
    -------
    DataFrame
        Indexed by ``system``: ``ARQ``, ``IDS``, ``DMP``. ``name``, ``holds``, ``grain`` (what
        one record is), ``filled_by``, ``officers`` (what they do for it), ``read_here``,
        ``tables``, ``public``, ``note``, ``source``, ``confidence``.

    Examples
    --------
    >>> data_systems().loc["DMP", ["grain", "read_here"]].to_list()
    ['one seizure of 5 kg or more', 'nothing']
    """
    rows = table("data_systems").set_index("system")
    rows.insert(0, "name", systems()["name"].reindex(rows.index))
    return rows


def duties(*, system: str | None = None, paragraph: int | str | None = None) -> pd.DataFrame:
    """Return the duties of the liaison officers in 2022 and what each serves.

    Parameters
    ----------
    system : str, optional
        Key of `systems`, such as ``"IDS"``.
    paragraph : int or str, optional
        19, 20 or 21; another has no duty.

    Returns
    -------
    DataFrame
        Indexed by ``duty``; ``title``, ``kind``, ``system``, ``name`` (of the system),
        ``serves`` (where it is not a named system), ``fact``, ``paragraph``, ``source``,
        ``confidence``.

    Raises
    ------
    UnknownNameError

    Examples
    --------
    >>> duties(system="IDS")["title"].to_list()
    ['collect data for the Individual Drug Seizures (IDS) database']
    """
    rows = table("officer_duties").set_index("duty")
    named = systems()
    rows.insert(3, "name", rows["system"].map(named["name"]))
    if system is not None:
        if system not in named.index:
            raise unknown("system", system, named.index)
        rows = rows[rows["system"] == system]
    if paragraph is not None:
        if str(paragraph) not in PARAGRAPHS:
            raise unknown("paragraph", paragraph, PARAGRAPHS)
        rows = rows[[str(paragraph) in covered(text) for text in rows["paragraph"]]]
    return rows
