"""Run the command as ``python -m routes.cli``."""

import sys

from routes.cli.main import main

sys.exit(main())
