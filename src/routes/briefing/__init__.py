"""What goes out: pages on routes and on countries, from parameters to a checked page.

A name is imported when it is first asked for, as of `routes` itself: parameters are checked before
anything heavy has been imported.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
