"""Keep a press up for ``papermill --engine routes-warm``: ``python -m routes.press``."""

import sys

from routes.errors import RoutesError
from routes.press.shared import serve

if __name__ == "__main__":
    try:
        serve()
    except RoutesError as error:
        sys.exit(str(error))
