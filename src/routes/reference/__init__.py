"""What the tables are: files, schemas, loading, countries and their names."""

from routes.reference.countries import countries, country_name, country_names, require_country
from routes.reference.files import data_dir, example_file, notebooks_dir, version
from routes.reference.memory import remembered
from routes.reference.package import data_hash, package_name, read_signed, sign
from routes.reference.tables import check_tables, descriptor, forget_tables, table

__all__ = [
    "check_tables",
    "countries",
    "country_name",
    "country_names",
    "data_dir",
    "data_hash",
    "descriptor",
    "example_file",
    "forget_tables",
    "notebooks_dir",
    "package_name",
    "read_signed",
    "remembered",
    "require_country",
    "sign",
    "table",
    "version",
]
