"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def replace(target: Path, text: str) -> None:
    """Write a file whole: a reader sees the old one or the new one, never a part."""
    scratch = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=target.parent, prefix=".routes-", suffix=".tmp", delete=False
        ) as file:
            scratch = Path(file.name)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        scratch.chmod(0o644)
        scratch.replace(target)
    except BaseException:
        if scratch is not None:
            scratch.unlink(missing_ok=True)
        raise
