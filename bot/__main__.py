"""`python -m bot` is `evenhand`."""

import sys

from bot.cli import main

sys.exit(main())
