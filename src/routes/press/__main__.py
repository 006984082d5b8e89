"""Keep a press up for ``papermill --engine routes-warm``: ``python -P -m routes.press``."""

import sys

if not sys.flags.safe_path:
    del sys.path[0]  # the working folder; with -P it was not looked at for `routes` itself either

from routes.errors import RoutesError
from routes.press.shared import serve

if __name__ == "__main__":
    try:
        serve()
    except RoutesError as error:
        sys.exit(str(error))
