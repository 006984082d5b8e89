"""Keep the catalogues of all languages in step with the English one and with the tables.

``python tools/catalogues.py`` adds what is new to each catalogue with an empty translation, keeps
what is translated, marks as fuzzy what Babel thinks was only reworded, and puts what nobody asks
for any more at the end as obsolete. Then it prints how far each language is.
``python tools/catalogues.py stats`` only prints; ``check`` also fails where a translation has
other places than the English sentence.
"""

from __future__ import annotations

import string
import sys
from typing import TYPE_CHECKING

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from routes.views.messages import CATALOGUES, ENGLISH
from routes.views.table_texts import texts

if TYPE_CHECKING:
    from pathlib import Path

# As gettext writes them; CLDR has the same forms for whole numbers.
PLURALS = {
    "en": "nplurals=2; plural=(n != 1)",
    "fr": "nplurals=2; plural=(n > 1)",
    "es": "nplurals=2; plural=(n != 1)",
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"
    ),
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=11 && n%100<=99 ? 4 : 5)"
    ),
    "zh": "nplurals=1; plural=0",
}
_WIDTH = 100
_HEADER = """# {language}. A key stands for a sentence; a text with a context is one of the tables.
# Keep the names in braces and move them. An empty translation is English on the page, and marked
# so. See docs/how-to/add-a-language.md."""


def read(language: str) -> Catalog:
    """Return the catalogue of a language; an empty one where there is none yet."""
    path = CATALOGUES / f"{language}.po"
    if path.is_file():
        with path.open("rb") as file:
            return read_po(file, locale=language)
    return blank(language)


def blank(language: str) -> Catalog:
    """Return a catalogue without messages, with the plural forms of its language."""
    catalogue = Catalog(locale=language, project="opiate-routes", charset="utf-8", fuzzy=False)
    catalogue.mime_headers = [
        ("Project-Id-Version", "opiate-routes"),
        ("Language", language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", PLURALS[language]),
    ]
    return catalogue


def template() -> Catalog:
    """Return everything there is to translate: the English sentences beside their keys."""
    whole = Catalog(project="opiate-routes", charset="utf-8", fuzzy=False)
    for message in read(ENGLISH):
        if message.id:
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            # A translator sees the English; gettext has no other place for it beside a key.
            whole.add(message.id, auto_comments=[f"English: {form}" for form in forms])
    for kind, text in texts():
        whole.add(text, context=kind)
    return whole


def update(language: str, whole: Catalog) -> None:
    """Bring one catalogue up to date."""
    catalogue, plurals = read(language), blank(language)
    catalogue.update(whole, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.mime_headers = plurals.mime_headers
    catalogue.header_comment = _HEADER.format(language=Locale(language).english_name)
    with (CATALOGUES / f"{language}.po").open("wb") as file:
        # Babel dates a file when it writes it; the history of the file does that better.
        write_po(file, catalogue, width=_WIDTH, omit_header=False, sort_output=False)
    undated(CATALOGUES / f"{language}.po")


def undated(path: Path) -> None:
    """Take out of a catalogue what changes with every run."""
    noise: tuple[str, ...] = (
        '"POT-Creation-Date',
        '"PO-Revision-Date',
        '"Generated-By',
        '"Last-Translator',
    )
    noise += ('"Language-Team', '"Report-Msgid-Bugs-To')
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(noise)]
    path.write_text("".join(kept), encoding="utf-8")


def done(message: Message) -> bool:
    """Return whether a message is translated in every form."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(forms) and all(forms)


def faults(language: str) -> list[str]:
    """Return the translations whose places in braces are not those of the English sentence."""
    english = {message.id: message for message in read(ENGLISH) if message.id}
    found = []
    for message in read(language):
        if not message.id or not any(forms_of(message)):
            continue
        wanted = set() if message.context else places(english[message.id])
        optional = {"number"} if isinstance(message.id, tuple | list) else set()
        for form in forms_of(message):
            try:
                mine = names_in(form)
            except ValueError as error:
                found.append(f"{language}.po: {label(message)}: {error}")
                continue
            if mine - optional != wanted - optional or mine - wanted:
                found.append(
                    f"{language}.po: {label(message)}: places {sorted(mine)}, not {sorted(wanted)}"
                )
    return found


def forms_of(message: Message) -> tuple[str, ...]:
    """Return the translations of a message, one or several."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return tuple(form or "" for form in forms)


def places(message: Message) -> set[str]:
    """Return the places of all forms of a message."""
    return set().union(*map(names_in, forms_of(message)))


def names_in(sentence: str) -> set[str]:
    """Return the places in braces of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def label(message: Message) -> str:
    """Return what a message is known by."""
    name = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return f"{message.context}: {name}" if message.context else str(name)


def main(task: str = "update") -> int:
    """Do one of update, stats and check; return the exit code."""
    others = [language for language in PLURALS if language != ENGLISH]
    if task == "update":
        whole = template()
        for language in others:
            update(language, whole)
    wrong = []
    for language in others:
        messages = [message for message in read(language) if message.id]
        ready = sum(done(message) for message in messages)
        print(f"{language}: {ready} of {len(messages)} messages translated")
        wrong += faults(language)
    print("\n".join(wrong), end="\n" if wrong else "")
    return int(task == "check" and bool(wrong))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
