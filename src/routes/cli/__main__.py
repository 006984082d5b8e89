"""Run the command as ``python -P -m routes.cli``."""

import sys

if not sys.flags.safe_path:
    del sys.path[0]  # the working folder; with -P it was not looked at for `routes` itself either

from routes.cli.main import main

sys.exit(main())
