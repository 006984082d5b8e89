// What a reader is told of a thing. Data never becomes code or HTML: every text is set as text.
let year = DATA.years ? DATA.years.length - 1 : 0;

const element = (tag, text, kind) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
};
const filled = (sentence, places) =>
  (sentence || "").replace(/\{(\w+)\}/g, (_, name) => (name in places ? places[name] : ""));
// A sentence of each year, or the one that holds for all.
const of_year = (said) => (Array.isArray(said) ? said[year] : said) || "";

const lines_of = (item) => {
  if (!item.by) return item.tip || [];
  const state = item.by[year] || "u", key = /\d/.test(state) && state !== "0" ? "r" : state;
  const lines = [filled(W[`tip.${key}`], { kg: item.kg[year] || "", year: DATA.years[year] })];
  return item.tip ? item.tip.concat(lines) : lines;
};
const source_of = (item) =>
  DATA.sources && DATA.sources[item.from ? item.from[year] : item.source];

// A mark of one thing tells it; a mark of several lists them, each under the name of its place.
const card = (item, whole) => {
  const box = element("div"), things = item.things || [item];
  let name;
  for (const thing of things) {
    if (thing.name && thing.name !== name) box.append(element("b", thing.name));
    name = thing.name;
    const part = things.length > 1 ? element("div", undefined, "thing") : box;
    for (const line of lines_of(thing)) part.append(element("div", line));
    if (whole && source_of(thing)) part.append(element("small", source_of(thing)));
    if (part !== box) box.append(part);
  }
  return box;
};
const label = (item) => {
  const things = item.things || [item], said = [];
  let name;
  for (const thing of things) {
    if (thing.name && thing.name !== name) said.push(thing.name);
    name = thing.name;
    said.push(...lines_of(thing));
  }
  return said.filter(Boolean).join(". ");
};
