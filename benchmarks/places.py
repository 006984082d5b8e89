"""Share of events located, by precision and country, and the time of locating.

Usage: ``python benchmarks/places.py FILE [--rows 311000] [--check 100 --seed 1]`` where FILE is
a UNODC Individual Drug Seizures file (``;``-separated). ``--check`` prints a random sample of
unique located places for checking by eye.
"""

from __future__ import annotations

import argparse
import time

import pandas as pd

from routes.reference import countries, data_dir, table
from routes.seizures.places import PRECISIONS, locate

OPIATES = "heroin|morphine|opium|poppy straw"
LOCATED = ["place", "district", "province"]
# The spellings of the file that are not the UN short name; the readers know them all.
SPELLINGS = {
    "Czech Republic": "CZE",
    "Iran, Islamic Republic of": "IRN",
    "Iraq (Kurdistan Region)": "IRQ",
    "Macedonia, the former Yugoslav Republic of": "MKD",
    "Moldova, Republic of": "MDA",
    "Netherlands": "NLD",
    "Russian Federation": "RUS",
    "Tanzania, United Republic of": "TZA",
    "Turkey": "TUR",
    "United Kingdom": "GBR",
    "United States": "USA",
}


def read(path: str) -> pd.DataFrame:
    """Return the columns of the file that tell of places, and the drug."""
    frame = pd.read_csv(path, sep=";", dtype=str)
    names = {name: iso3 for iso3, name in countries()["name"].items()} | SPELLINGS
    return pd.DataFrame(
        {
            "iso3": frame["COUNTRY"].map(names),
            "division": frame["ADMINISTRATIVE_DIVISION"],
            "place": frame["PLACE"],
            "routing": frame["ROUTING"],
            "installation": frame["INSTALLATION"],
            "drug": frame["DRUG_NAME"],
        }
    )


def timed(frame: pd.DataFrame, label: str) -> None:
    """Locate once and print the seconds it took."""
    start = time.perf_counter()
    locate(frame)
    print(f"{label:>6}: {time.perf_counter() - start:.2f} s for {len(frame):,} rows")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--rows", type=int, default=311_000)
    parser.add_argument("--check", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    frame = read(options.file)
    data_dir()
    many = frame.sample(n=options.rows, replace=True, random_state=0, ignore_index=True)
    timed(many, "cold")
    timed(many, "warm")

    route = frame["iso3"].isin(table("route_countries")["iso3"])
    opiate = frame["drug"].str.contains(OPIATES, case=False, na=False)
    events = frame[route & opiate]
    events = events.join(locate(events))
    share = events["precision"].value_counts(normalize=True).reindex(PRECISIONS, fill_value=0)
    print(f"\n{len(events):,} opiate events of countries on the routes")
    print(share.map("{:.1%}".format).to_string())
    print(f"located: {share[LOCATED].sum():.1%}")
    print("\n" + events["place_confidence"].value_counts().to_string())
    located = events["precision"].isin(LOCATED).rename("located")
    by_country = located.groupby(events["iso3"]).agg(["size", "mean"])
    by_precision = pd.crosstab(events["iso3"], events["precision"])
    print("\n" + by_country.join(by_precision).sort_values("size").round(2).to_string())

    if options.check:
        columns = ["iso3", "division", "place"]
        results = ["precision", "place_confidence", "place_matched", "latitude", "longitude"]
        unique = events[located].drop_duplicates(columns)[columns + results]
        shown = unique.sample(n=options.check, random_state=options.seed)
        print("\n" + shown.to_csv(sep="|", index=False, float_format="%.2f"))


if __name__ == "__main__":
    main()
