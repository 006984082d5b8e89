"""The three opiate trafficking routes out of Afghanistan: seizures, officers and meetings.

Importing this module imports nothing else: a name of the public face, listed in ``__init__.pyi``,
is fetched when it is first asked for.

Not an official product of the United Nations.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
