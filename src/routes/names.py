"""The few names that everything asks for, and nothing else: imported in no time."""

from pathlib import Path

ROUTES = ("northern", "balkan", "southern")
DRUGS = ("heroin", "morphine", "opium")
PILLARS = ("I", "II", "III", "IV")
# Which States a route has.
COUNTRY_LISTS = {
    "transit": "States with a transit role on a trunk, branch or extension",
    "with_markets": "transit States and the markets of every trunk, branch, extension and "
    "distribution branch; for the Balkan route, with Western and Central Europe",
    "all": "every State on any branch, offshoots too",
}
# What becomes of a State on two routes.
SHARED_RULES = {
    "primary": "a State on two routes counts for the route the table of shared States names",
    "half": "a State on two routes counts in equal parts for each",
    "apart": "States on two routes are counted apart, for neither",
}
# What a route of Afghan opiates counts.
ORIGIN_RULES = {
    "afghan": "without seizures of a State and drug that are mostly of another origin; mixed and "
    "unknown origins are counted and named",
    "all": "whatever the origin, by reporting State alone, as the World Drug Report counts",
}
# What shares are of.
DENOMINATORS = {
    "outside_afghanistan": "all States but Afghanistan",
    "world": "all States, Afghanistan too",
}
# A circle up to a quarter of the way round is convex: it cuts a geodesic in one piece.
LONGEST_RADIUS_KM = 10_000
ENGLISH = "en"
CATALOGUES = Path(__file__).with_name("views") / "catalogues"


def languages() -> tuple[str, ...]:
    """Return the codes of the languages there is a catalogue for, English first.

    Examples
    --------
    >>> languages()
    ('en', 'ar', 'es', 'fr', 'ru', 'zh')
    """
    found = {path.stem for path in CATALOGUES.glob("*.po")}
    return tuple(sorted(found, key=lambda code: (code != ENGLISH, code)))
