// Searches the catalogue in the page as routes.catalogue does in Python, from the same tables.
"use strict";
const C = JSON.parse(document.getElementById("catalogue").textContent);
const R = C.rules, MARK = "\ue000", HAN = new RegExp(`[${R.han}]`, "u");
const PIECES = new RegExp(`[${R.han}]|[^${R.han}]+`, "gu");
const TOKEN = /[\p{L}\p{Nl}\p{No}]+|\p{Nd}+/gu, NUMBER = /^\p{Nd}+$/u;
const STOP = new Set(C.stop), FORMS = new Map(Object.entries(C.forms));
const SPOKEN = C.searched.length, WEIGHTS = [...C.searched.map(() => C.weight), ...C.searched.map(() => 1)], K1 = 1.2, B = 0.75;
const byId = (id) => document.getElementById(id);

const folded = (text) => {
  const plain = text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]/g, "");
  return [...plain].map((letter) => Object.hasOwn(R.plain, letter) ? R.plain[letter] : letter).join("");
};
const replaced = (word, endings) => {
  const letters = [...word];
  for (let length = 4; length > 0; length -= 1) {
    const ending = letters.slice(-length).join("");
    if (letters.length - length >= R.shortest && Object.hasOwn(endings, ending))
      return letters.slice(0, letters.length - length).join("") + endings[ending];
  }
  return word;
};
const stem = (word) => {
  const begins = R.beginnings.find((b) => word.startsWith(b) && [...word].length - b.length >= R.shortest);
  return replaced(replaced(begins ? word.slice(begins.length) : word, R.endings), R.remains);
};
const bare = (text) => text.replace(/['’]s(?![\p{L}\p{N}_])/gu, " ");
const kept = (text) => (bare(folded(text)).match(TOKEN) || [])
  .flatMap((word) => word.match(PIECES)).map(stem).filter((word) => !STOP.has(word));
const surfaces = (text) => (bare(text.toLowerCase()).match(TOKEN) || [])
  .filter((word) => !HAN.test(word) && !NUMBER.test(word));
const meant = (meaning) => MARK + meaning, isAsk = (meaning) => meaning.startsWith("ask.");
const form = (words, start, end) => FORMS.get(words.slice(start, end).join(" "));
const longest = (words, start) => {
  for (let end = Math.min(start + C.longest, words.length); end > start; end -= 1)
    if (form(words, start, end)) return [form(words, start, end), end];
  return null;
};
const meanings = (words) => {
  const found = new Set();
  words.forEach((_, start) => {
    for (let end = start + 1; end <= Math.min(start + C.longest, words.length); end += 1)
      if (form(words, start, end) && !isAsk(form(words, start, end))) found.add(form(words, start, end));
  });
  return [...found].map(meant);
};

const ROWS = C.activities.map((a) => {
  const columns = [...a.title, ...a.text].map((text) => { const w = kept(text); return [...w, ...meanings(w)]; });
  columns[SPOKEN].push(meant(`kind.${a.kind}`));
  return { ...a, columns, size: columns.reduce((sum, column) => sum + column.length, 0) };
});
const MEAN = ROWS.reduce((sum, row) => sum + row.size, 0) / ROWS.length;
const WRITTEN = new Map();
for (const a of C.activities) for (const text of [...a.title, ...a.text])
  for (const word of surfaces(text)) WRITTEN.set(word, (WRITTEN.get(word) || 0) + 1);

function partsOf(query) {
  const found = [];
  query.split(/["“”«»「」]/).forEach((text, number) => {
    if (number % 2) { const words = kept(text); if (words.length) found.push({ words }); return; }
    const pieces = text.trim().split(/\s+/);
    const flat = pieces.flatMap((piece, n) => kept(piece).map((word) => [word, n]));
    const typed = new Map(surfaces(text).flatMap((word) => kept(word).map((w) => [w, word])));
    const plain = flat.map(([word]) => word);
    let start = 0;
    while (start < plain.length) {
      const known = longest(plain, start);
      if (known) { found.push({ words: [meant(known[0])], meaning: known[0] }); start = known[1]; continue; }
      let end = start + 1;
      while (end < plain.length && flat[end][1] === flat[end - 1][1]
        && HAN.test(plain[end]) === HAN.test(plain[end - 1]) && !longest(plain, end)) end += 1;
      const words = plain.slice(start, end), word = words[0];
      if (words.length > 1 || HAN.test(word)) found.push({ words });
      else found.push({ words, begins: [...word].length >= R.shortest && !NUMBER.test(word), written: typed.get(word) || word });
      start = end;
    }
  });
  return [...new Map(found.map((part) => [part.words.join(" "), part])).values()].slice(0, 32);
}
// What the words ask for, as routes.catalogue.question has it.
function understood(query) {
  const found = partsOf(query).map((part) => ({ ...part, meaning: part.meaning || "" }));
  const split = (meaning) => [meaning.slice(0, meaning.indexOf(".")), meaning.slice(meaning.indexOf(".") + 1)];
  const asks = new Set(found.filter((part) => isAsk(part.meaning)).map((part) => split(part.meaning)[1]));
  const parts = found.filter((part) => !isAsk(part.meaning)).map((part) => ({ ...part, group: split(part.meaning)[0] }));
  const of = (group) => parts.filter((part) => part.group === group).map((part) => split(part.meaning)[1]);
  const kinds = of("kind"), known = parts.every((part) => part.meaning || NUMBER.test(part.words[0]));
  const about = parts.flatMap((part) => C.kind_of[part.group] || []).filter((one) => known || one !== "partner");
  const groups = new Set(parts.map((part) => part.group));
  const bare = kinds.length === 1 && kinds[0] === "partner" && groups.size === 2 && groups.has("country");
  if (!asks.size && !bare) return { parts, asks, countries: [] };
  const kind = [...kinds.filter((one) => one !== "partner"), ...kinds, ...(kinds.length ? [] : about)][0];
  const first = parts.find((part) => !part.meaning || part.group === "kind" || C.kind_of[part.group]);
  const counts = first && first.meaning && (C.kind_of[first.group] || split(first.meaning)[1]);
  // How many of something else, which no row is.
  if (asks.has("count") && (asks.has("first") || asks.has("last") || asks.has("next") || !kind || counts !== kind)) {
    asks.delete("count");
    asks.add("question");
  }
  const party = kind === "partner" ? of("partner kind")[0] : undefined;
  const kept = parts.filter((part) => part.group !== "kind" && !(party && part.group === "partner kind")
    && !(kind === "partner" && part.meaning === C.pact));
  const countries = kind === "partner" && !asks.has("count") && kept.every((part) => part.group === "country")
    ? kept.map((part) => split(part.meaning)[1]) : [];
  return { parts: kept, asks, kind, party, countries };
}
const dated = ({ parts, asks }) => asks.has("last") || asks.has("first") || asks.has("next")
  || (asks.size > 0 && parts.every((part) => part.meaning || NUMBER.test(part.words[0])));
function inTime(rows, { asks }) {
  const early = asks.has("first") && !asks.has("last") && !asks.has("next");
  const key = (row) => [row.date ? 0 : 1, row.off ? 1 : 0,
    ...(row.date || "").split("-").filter(Boolean).map((part) => early ? +part : -part), early ? 99 : 1];
  const before = (a, b) => { const i = a.findIndex((value, n) => value !== b[n]); return i < 0 ? 0 : a[i] - (b[i] ?? -1e9); };
  return rows.map((row) => [key(row), row]).sort((a, b) => before(a[0], b[0])).map((pair) => pair[1]);
}
function answer(asked, rows) {
  const fill = (text, places) => Object.entries(places)
    .reduce((all, [name, value]) => all.split(`{${name}}`).join(value), text);
  const said = C.said[language];
  const states = ROWS.filter((row) => row.party === "state"), yes = (code) => states.some((row) => row.country[0] === code);
  if (asked.countries.length) return asked.countries.map((code) => fill(said[yes(code) ? "is partner" : "is no partner"],
    { title: said.country[code], number: states.length })).join(language === "zh" ? "" : " ");
  if (asked.kind === "partner" && rows.length === 1 && !asked.asks.has("count"))
    return fill(said["is partner"], { title: rows[0].activity.slice(8) });
  if (asked.asks.has("count")) {
    const states = rows.filter((row) => row.country.length).length;
    const text = fill(said.counted, { title: said.kind[asked.kind || "activity"], number: rows.reduce((sum, row) => sum + row.number, 0) });
    if (asked.kind !== "partner" || !states || states === rows.length) return text;
    const parts = fill(said["counted partners"], { states, organizations: rows.length - states });
    return language === "zh" ? `${text}（${parts}）` : `${text} (${parts})`;
  }
  const dates = rows.map((row) => row.date).filter(Boolean).sort();
  return asked.asks.has("next") && dates.length ? fill(said["nothing later"], { title: R.isolated.includes(language) ? `\u2066${dates[dates.length - 1]}\u2069` : dates[dates.length - 1] }) : null;
}
const times = (column, part) => {
  if (part.begins) return column.filter((word) => word.startsWith(part.words[0])).length;
  let found = 0;
  for (let i = 0; i + part.words.length <= column.length; i += 1)
    if (part.words.every((word, j) => column[i + j] === word)) found += 1;
  return found;
};
const weighed = (row, part) => row.columns.reduce((sum, column, i) => sum + WEIGHTS[i] * times(column, part), 0);
function ranked(parts, fits) {
  // Okapi BM25 as SQLite's FTS5 has it.
  const counts = parts.map((part) => ROWS.map((row) => weighed(row, part)));
  const rarity = counts.map((one) => {
    const n = one.filter(Boolean).length, idf = Math.log((ROWS.length - n + 0.5) / (n + 0.5));
    return idf > 0 ? idf : 1e-6;
  });
  const hits = [];
  ROWS.forEach((row, r) => {
    if (!fits(row) || counts.some((one) => !one[r])) return;
    const score = counts.reduce((sum, one, p) => sum
      + rarity[p] * one[r] * (K1 + 1) / (one[r] + K1 * (1 - B + B * row.size / MEAN)), 0);
    hits.push([row, score]);
  });
  return parts.length ? hits.sort((a, b) => b[1] - a[1]).map(([row]) => row) : hits.map(([row]) => row);
}
function apart(a, b, most) {
  const x = [...a], y = [...b];
  if (Math.abs(x.length - y.length) > most) return most + 1;
  let last = y.map((_, j) => j + 1), older = [];
  x.forEach((letter, i) => {
    const row = [];
    y.forEach((other, j) => {
      let least = Math.min(last[j] + 1, (j ? row[j - 1] : i + 1) + 1, (j ? last[j - 1] : i) + (letter === other ? 0 : 1));
      if (i && j && letter === y[j - 1] && x[i - 1] === other)
        least = Math.min(least, (i > 1 ? (j > 1 ? older[j - 2] : i - 1) : j - 1) + 1);
      row.push(least);
    });
    older = last;
    last = row;
  });
  return last.length ? last[y.length - 1] : x.length;
}
function nearest(word) {
  const plain = folded(word), length = [...plain].length, most = length < R.slips.long ? 1 : 2;
  if (length < R.slips.short) return null;
  const other_only = (other) => [...other].length === length && [...other].filter((letter, i) => letter !== [...plain][i]).length === 1;
  const found = [...WRITTEN].map(([other, number]) => [apart(plain, folded(other), most), -number, other])
    .filter(([distance, , other]) => distance <= most && folded(other)[0] === plain[0]
      && !(length < R.slips.sure && distance === 1 && other_only(folded(other))))
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1));
  return found.length ? found[0][2] : null;
}
function proposal(query, parts) {
  const unfound = parts.filter((part) => !ROWS.some((row) => weighed(row, part)));
  if (!unfound.length) return null;
  let changed = query;
  for (const part of unfound) {
    const close = part.written && nearest(part.written);
    if (!close) return null;
    const literal = part.written.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    changed = changed.replace(new RegExp(literal, "giu"), () => close);
  }
  const again = understood(changed).parts;
  return again.length && ROWS.some((row) => again.every((part) => weighed(row, part))) ? changed : null;
}

const FILTERS = ["pillar", "route", "year", "kind", "country"];
const has = (row, name, value) => !value || [row[name] ?? []].flat().map(String).includes(value);
let language = "en";
const element = (tag, text, attributes = {}) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};
const say = (key, places = {}) => Object.entries(places)
  .reduce((text, [name, value]) => text.split(`{${name}}`).join(value), C.words[language][key]);
const name = (group, key) => C.labels[language][group][key] || key;
const linked = (text, target) => target ? element("a", text, { href: target }) : document.createTextNode(text);

function card(row) {
  const i = Math.max(0, C.searched.indexOf(language)), item = element("li"), meta = element("p", undefined, { class: "meta" });
  const foreign = C.searched.includes(language) ? {} : { lang: "en", dir: "ltr" };
  item.dataset.activity = row.activity;
  const heading = element("h2");
  if (foreign.lang) heading.lang = foreign.lang;
  const page = (key) => C.links[`${key}:${language}`] || C.links[key];
  heading.append(linked(row.title[i], page(row.activity)));
  meta.append(element("b", name("kind", row.kind)));
  // A partner is one in every year; a date is read from left to right in Arabic too.
  if (row.kind !== "partner")
    meta.append(" · ", row.date ? element("bdi", row.date, { dir: "ltr" }) : String(row.year ?? say("search.undated")));
  row.pillar.forEach((pillar) => meta.append(` · ${name("pillar", pillar)}`));
  row.route.forEach((route) => meta.append(" · ", linked(name("route", route), page(`route:${route}`))));
  const source = say("search.source", { source: row.source });
  item.append(meta, heading, element("p", row.text[i], foreign),
    element("p", row.stated ? source : `${source} · ${say("search.inferred")}`, { class: "source" }));
  return item;
}
function options() {
  for (const filter of FILTERS) {
    const select = byId(filter), chosen = select.value;
    const values = C.values[filter].map((value) => [value, filter === "year" ? value : name(filter, value)]);
    if (filter === "pillar") values.forEach((pair) => { pair[1] += ` — ${name("pillar name", pair[0])}`; });
    if (filter === "country") values.sort((a, b) => a[1].localeCompare(b[1], language));
    select.replaceChildren(element("option", say("search.any"), { value: "" }),
      ...values.map(([value, text]) => element("option", text, { value })));
    select.value = chosen;
  }
}
function show() {
  const query = byId("q").value, question = understood(query), parts = question.parts;
  const nothing = query.trim() && !parts.length && !question.kind;
  const chosen = (filter) => byId(filter).value || (filter === "kind" && question.kind) || "";
  const asked = (row, aside) => FILTERS.every((filter) => filter === aside || has(row, filter, chosen(filter)))
    && (!question.party || row.party === question.party);
  const several = question.countries.length > 0;
  let rows = nothing ? [] : several
    ? question.countries.flatMap((code) => ROWS.filter((row) => asked(row) && row.country.includes(code))) : ranked(parts, asked);
  if (!nothing && dated(question)) rows = inTime(rows, question);
  // A word that is nowhere was not understood: what it would count is not known to be none.
  const unknown = !rows.length && parts.some((part) => !part.meaning && !ROWS.some((row) => weighed(row, part)));
  const sentence = nothing || unknown ? null : answer(question, rows), first = [];
  if (sentence) {
    const item = element("li", undefined, { class: "answer" });
    item.dataset.activity = "answer";
    item.append(element("h2", sentence));
    first.push(item);
  }
  byId("results").replaceChildren(...first, ...rows.map(card));
  const line = byId("count"), close = rows.length || sentence ? null : proposal(query, parts);
  line.replaceChildren(rows.length ? say("search.count", { number: rows.length, all: ROWS.length })
    : nothing ? say("search.nothing_asked") : sentence ? "" : say("search.none"));
  if (close) {
    const button = element("button", say("search.did_you_mean", { words: close }), { type: "button" });
    button.addEventListener("click", () => { byId("q").value = close; show(); byId("q").focus(); });
    line.append(" ", button);
  }
  const year = byId("year").value, undated = year
    ? ranked(parts, (row) => row.year === null && row.kind !== "partner" && asked(row, "year")).length : 0;
  if (undated) line.append(` ${say("search.left_out", { number: undated })}`);
  const state = new URLSearchParams();
  for (const [key, value] of [["q", query], ...FILTERS.map((f) => [f, byId(f).value]), ["lang", language === "en" ? "" : language]])
    if (value) state.set(key, value);
  const hash = state.toString() ? `#${state}` : "";
  // A page opened as a file may not be allowed a history of its own.
  try { history.replaceState(null, "", hash || location.pathname); } catch { /* the address stays as it is */ }
}
function speak(code) {
  language = C.languages.includes(code) ? code : "en";
  document.documentElement.lang = language;
  document.documentElement.dir = C.directions[language];
  document.title = say("search.title");
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  byId("back").href = C.links[`index:${language}`] || "index.html";
  byId("q").placeholder = say("search.example");
  for (const button of document.querySelectorAll("[data-language]"))
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  options();
}
function open() {
  const state = new URLSearchParams(location.hash.slice(1));
  byId("q").value = state.get("q") || "";
  speak(state.get("lang") || "en");
  for (const filter of FILTERS) byId(filter).value = state.get(filter) || "";
  show();
}
byId("search").addEventListener("submit", (event) => { event.preventDefault(); show(); });
byId("search").addEventListener("input", show);
byId("clear").addEventListener("click", () => { byId("search").reset(); show(); byId("q").focus(); });
for (const button of document.querySelectorAll("[data-language]"))
  button.addEventListener("click", () => { speak(button.dataset.language); show(); });
window.addEventListener("hashchange", open);
document.documentElement.classList.add("js");
open();
