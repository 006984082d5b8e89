// Draws the layers of a live map, and what a reader may do with them.
const drawn = [];
const places = { layer: { kind: "place" }, group: L.layerGroup(), entries: [] };
const in_year = (item) =>
  item.years === undefined || (item.years[0] <= year && year <= item.years[1]);

function made(item, layer) {
  if (layer.kind === "area")
    return L.polygon(item.at.map((rings) => rings.map(points)), { className: layer.class });
  if (layer.kind === "line")
    return L.polyline(item.at.map(points), {
      className: `${layer.class} ${item.class || ""}`.trim(), fill: false,
      interactive: !layer.quiet,
    });
  const at = points(item.at)[0];
  if (layer.kind === "circle")
    return L.circleMarker(at, { radius: item.radius, className: `event ${item.class}` });
  return L.marker(at, {
    interactive: false, keyboard: false,
    icon: L.divIcon({ className: `name ${layer.class}`, iconSize: null,
      html: element("span", item.name) }),
  });
}

const quiet = (entry) => entry.layer.quiet || entry.layer.kind === "name";
const node = (entry) => entry.shape.getElement && entry.shape.getElement();

// What an element of the map is called and which colour it has: said anew when it is drawn anew
// and when the year changes.
function said_anew(entry) {
  const { item, layer } = entry, its = node(entry);
  if (!its) return;
  if (layer.kind === "area") {
    const kind = item.by ? item.by[year] : item.class;
    its.setAttribute("class", `${layer.class} leaflet-interactive${kind ? ` kind-${kind}` : ""}`);
  }
  if (quiet(entry)) return;
  its.setAttribute("role", "button");
  its.setAttribute("aria-label", label(item));
}

// One stop of the Tab key a layer; arrow keys, Home and End go on within it.
function stops({ entries }) {
  const seen = entries.filter((entry) => !quiet(entry) && node(entry) && entry.shape._map);
  if (!seen.length) return;
  const stop = seen.find((entry) => node(entry).getAttribute("tabindex") === "0" && entry.stop);
  for (const entry of seen) {
    entry.stop = entry === (stop || seen[0]);
    node(entry).setAttribute("tabindex", entry.stop ? "0" : "-1");
  }
}

function reachable(map, part, entry) {
  const its = node(entry);
  if (!its || quiet(entry) || its.dataset.reached) return;
  its.dataset.reached = "1";
  its.addEventListener("focus", () => {
    for (const other of part.entries) other.stop = other === entry;
    stops(part);
    if (its.matches(":focus-visible")) entry.shape.openTooltip();
  });
  its.addEventListener("blur", () => entry.shape.closeTooltip());
  its.addEventListener("keydown", (event) => {
    const seen = part.entries.filter((other) => map.hasLayer(other.shape));
    const here = seen.indexOf(entry);
    const next = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1,
      ArrowUp: here - 1, Home: 0, End: seen.length - 1 }[event.key];
    if (next !== undefined) {
      node(seen[(next + seen.length) % seen.length]).focus();
    } else if (event.key === "Enter" || event.key === " ") {
      entry.shape.closeTooltip();
      entry.shape.openPopup();
    } else if (event.key === "Escape") {
      map.closePopup();
      entry.shape.closeTooltip();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

// Circles at one place lie on each other: each tells what all of them tell.
function with_its_like(map, entry) {
  if (entry.layer.kind !== "circle") return entry.item;
  const here = map.latLngToLayerPoint(entry.shape.getLatLng());
  const things = drawn.flatMap(({ layer, entries }) => (layer.kind === "circle" ? entries : []))
    .filter(({ shape }) => map.hasLayer(shape)
      && map.latLngToLayerPoint(shape.getLatLng()).distanceTo(here) < 3)
    .map(({ item }) => item);
  return things.length > 1 ? { things } : entry.item;
}

function told(map, part, entry) {
  const { shape, layer } = entry;
  const card_of = (whole) => card(with_its_like(map, entry), whole);
  shape.bindTooltip(() => card_of(false), { sticky: layer.kind !== "place" });
  shape.bindPopup(() => card_of(true), { maxWidth: 260 });
  shape.on("popupopen", () => shape.closeTooltip());
  shape.on("add", () => {
    said_anew(entry);
    reachable(map, part, entry);
  });
}

function shownLayer(map, layer, overlays) {
  const group = L.layerGroup(), part = { layer, group, entries: [] };
  part.entries = (layer.kind === "mark" ? [] : layer.items).map((item) => {
    const shape = made(item, layer), entry = { item, layer, shape };
    if (!quiet(entry)) told(map, part, entry);
    else shape.on("add", () => said_anew(entry));
    if (in_year(item)) group.addLayer(shape);
    return entry;
  });
  drawn.push(part);
  group.on("add", () => setTimeout(() => stops(part)));
  if (layer.on !== false) group.addTo(map);
  if (layer.name) overlays[element("span", layer.name).outerHTML] = group;
  return part;
}

// Marks and names have their place by the zoom; small circles lie on large ones.
function settle(map) {
  names(map);
  places_drawn(map, drawn, places);
  drawn.filter(({ layer, group }) => layer.kind === "circle" && map.hasLayer(group))
    .flatMap(({ entries }) => entries.filter(({ shape }) => map.hasLayer(shape)))
    .sort((one, other) => other.item.radius - one.item.radius)
    .forEach(({ shape }) => shape.bringToFront());
}

function another(map) {
  map.closePopup();
  for (const part of drawn) {
    for (const entry of part.entries) {
      const { item, shape } = entry;
      if (item.years !== undefined)
        part.group[in_year(item) ? "addLayer" : "removeLayer"](shape);
      if (item.by) said_anew(entry);
    }
    stops(part);
  }
  settle(map);
}

function timeControl(map, tell_map) {
  if (!DATA.years || DATA.years.length < 2) return;
  const control = L.control({ position: "bottomright" });
  control.onAdd = () => {
    const box = element("div", undefined, "years leaflet-bar"), name = element("label");
    const slide = element("input"), words = element("output");
    slide.type = "range"; slide.min = 0; slide.max = DATA.years.length - 1; slide.step = 1;
    slide.value = year; slide.id = "year"; name.htmlFor = "year"; words.htmlFor = "year";
    name.textContent = W.year;
    const tell = () => {
      words.textContent = DATA.years[year];
      slide.setAttribute("aria-valuetext", DATA.years[year]);
    };
    slide.addEventListener("input", () => {
      year = Number(slide.value);
      tell();
      another(map);
      tell_map();
    });
    tell();
    box.append(name, slide, words);
    L.DomEvent.disableClickPropagation(box);
    slide.addEventListener("keydown", (event) => event.stopPropagation());
    return box;
  };
  control.addTo(map);
}

// A name is written where its country is wide enough for it.
function names(map) {
  for (const { layer, entries } of drawn) {
    if (layer.kind !== "name") continue;
    for (const { item, shape } of entries) {
      const its = shape.getElement();
      if (!its) continue;
      const wide = item.width * 1000 * TURN * map.options.crs.scale(map.getZoom());
      its.hidden = wide < 6.4 * item.name.length;
    }
  }
}

// A map in a panel is told by message what is new: whole layers by their class, and which are
// seen. It keeps its place and scale, and listens only to those who know its key.
function listening(map, overlays, live) {
  if (!DATA.key) return;
  window.addEventListener("message", ({ data }) => {
    const news = data && data.routes === DATA.key && data.map;
    if (!news || news.route !== DATA.route) return;
    for (const layer of news.layers || []) {
      const old = drawn.findIndex((part) => part.layer.id === layer.id);
      if (old < 0) continue;
      drawn[old].group.remove();
      // Shapes are not sent again: an item without one has that of its name.
      const shapes = new Map(drawn[old].layer.items.map((item) => [item.name, item.at]));
      const items = layer.items.map((item) => ({ at: shapes.get(item.name), ...item }));
      const part = shownLayer(map, { ...drawn[old].layer, ...layer, items }, overlays);
      drawn.pop();
      drawn[old] = part;
    }
    // From the ground up: what is added again would lie over what was drawn after it.
    for (const part of drawn) {
      part.group.remove();
      if (!news.shown || !part.layer.id || news.shown.includes(part.layer.id))
        part.group.addTo(map);
    }
    if (news.said) live.textContent = news.said;
    settle(map);
  });
  for (let i = 0; i < parent.length; i += 1)
    parent[i].postMessage({ routes: DATA.key, ready: true }, "*");
}

// The whole view, until a reader has moved the map. A frame may get its size long after it was
// read, and no event of the window tells of a first size: the observer does.
function fitting(map, holder) {
  const [west, south, east, north_] = DATA.view;
  const span = L.point(east - west, north_ - south);
  const middle = EqualArea.unproject(L.point((east + west) / 2, (north_ + south) / 2));
  const fit = () => {
    map.invalidateSize({ animate: false });
    if (map.moved) return;
    const size = map.getSize();
    const scale = Math.min(size.x / span.x, size.y / span.y) / TURN;
    if (!(scale > 0)) return;
    map.setView(middle, Math.floor(4 * map.options.crs.zoom(scale)) / 4, { animate: false });
  };
  for (const kind of ["mousedown", "wheel", "keydown", "touchstart"])
    holder.addEventListener(kind, (event) => {
      const idle = { wheel: !map.scrollWheelZoom.enabled(), keydown: event.key === "Tab",
        touchstart: event.touches && event.touches.length < 2 }[kind];
      // A button of the map that is tapped is a mousedown as well.
      if (!idle && !(event.target.closest && event.target.closest(".years"))) map.moved = true;
    }, true);
  fit();
  new ResizeObserver(fit).observe(holder);
}

document.addEventListener("DOMContentLoaded", () => {
  const holder = document.querySelector(".folium-map"), map = holder && window[holder.id];
  if (!map || !DATA.view) return;
  holder.setAttribute("role", "region");
  const named = () => holder.setAttribute("aria-label", of_year(W.map) || document.title);
  const says = element("p", undefined, "says"), live = element("p", undefined, "hidden");
  const tell = () => {
    named();
    says.textContent = of_year(W.says);
    says.hidden = !says.textContent;
  };
  fitting(map, holder);
  graticule(map);
  const overlays = {};
  for (const layer of DATA.layers) shownLayer(map, layer, overlays);
  places.group.addTo(map);
  switches(map, overlays);
  north(map);
  scale(map);
  timeControl(map, tell);
  says.setAttribute("aria-live", "polite");
  live.setAttribute("aria-live", "polite");
  holder.append(says, live);
  tell();
  map.on("zoomend overlayadd overlayremove", () => settle(map));
  settle(map);
  const zoom = { in: W.zoomIn, out: W.zoomOut };
  for (const [way, words] of Object.entries(zoom)) {
    const button = holder.querySelector(`.leaflet-control-zoom-${way}`);
    if (button && words) { button.title = words; button.setAttribute("aria-label", words); }
  }
  map.on("popupopen", (event) => { live.textContent = event.popup.getElement().innerText; });
  map.on("popupclose", () => { live.textContent = ""; });
  reading(map, holder);
  listening(map, overlays, live);
  ready(map);
});
