"""Attribution over the partitions of Dask, on one machine or on many."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from routes.analysis.attributed_files import AttributionFileError
from routes.analysis.attribution import attribute


def attribute_partitions(
    source: str | Path,
    out: str | Path,
    *,
    scheduler: str | None = None,
    method: str = "corridor",
    **rule: Any,
) -> None:
    """Attribute Parquet files over the partitions of Dask.

    The function that runs on each partition is `attribute`: the values are those of one machine.
    The cluster is Dask's own, and so is the retry when a worker is lost; every worker needs this
    library in the same version.

    Parameters
    ----------
    source : str or Path
        Parquet file or folder with the columns that `attribute` needs; one partition a row group.
    out : str or Path
        Folder for Parquet files, one a partition. It appears whole or not at all; an earlier
        one made by this function is replaced, any other that holds files is refused.
    scheduler : str, optional
        Address of a running cluster, such as ``tcp://10.0.0.5:8786``; else threads here.
    method, **rule
        As for `attribute`.

    Raises
    ------
    AttributionFileError
        Without Dask (``pip install opiate-routes[cluster]``), if the cluster is not there, or
        `out` cannot be written.

    Examples
    --------
    >>> attribute_partitions("events.parquet", "attributed")  # doctest: +SKIP
    """
    target = _folder(out)
    try:
        import dask.dataframe as dd  # noqa: PLC0415
        import distributed  # noqa: F401, PLC0415
    except ImportError:
        raise AttributionFileError(
            "Dask is not installed: pip install 'opiate-routes[cluster]'"
        ) from None
    frame = dd.read_parquet(str(source), split_row_groups=True)
    meta = attribute(frame._meta, method=method, **rule)  # noqa: SLF001 - Dask's way to a schema
    work = frame.map_partitions(attribute, method=method, meta=meta, **rule)
    unfinished = target.with_name(f".{target.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        if scheduler is None:
            work.to_parquet(str(unfinished), write_index=False)
        else:
            with _client(scheduler):
                work.to_parquet(str(unfinished), write_index=False)
        shutil.rmtree(target, ignore_errors=True)
        unfinished.replace(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _client(scheduler: str) -> Any:
    from distributed import Client  # noqa: PLC0415

    try:
        return Client(scheduler, timeout=10)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise AttributionFileError(f"no cluster at {scheduler}: {error}") from None


def _folder(out: str | Path) -> Path:
    target = Path(out).absolute()
    if not target.parent.is_dir():
        raise AttributionFileError(f"{out}: no folder {target.parent}")
    if target.exists() and not target.is_dir():
        raise AttributionFileError(f"{out}: a file, not a folder")
    strangers = [p for p in target.glob("*") if not p.match("part.*.parquet")]
    if strangers:
        raise AttributionFileError(f"{out}: holds {strangers[0].name}; choose a folder of its own")
    return target
