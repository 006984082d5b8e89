// Marks of places: posts and meetings, each at its true place. What belongs to one city is one mark
// with a count. Cities too near each other at a zoom have small marks at their places and one mark
// with a count beside them, joined to each by a line.
const MARK = 24, SMALL = 9;
const SHAPES = {
  meeting: '<path class="meeting" d="M12 1.5 22.5 12 12 22.5 1.5 12Z"/>',
  post: '<rect class="post" x="6.5" y="6.5" width="11" height="11"/>',
  many: '<circle class="many" cx="12" cy="12" r="11"/>',
};

function sign(kinds, size, count) {
  const mark = document.createElement("div");
  const drawn = Object.keys(SHAPES).filter((kind) => kinds.has(kind));
  mark.innerHTML = `<svg width="${size}" height="${size}" viewBox="0 0 24 24">`
    + `${drawn.map((kind) => SHAPES[kind]).join("")}</svg>`;
  if (count > 1) mark.append(element("span", count, kinds.has("many") ? "number" : "count"));
  return mark;
}

// The places shown now: {name, at, kinds, things}. A meeting of two pillars is one thing.
function places_shown(map, drawn) {
  const found = new Map();
  for (const { layer, group } of drawn) {
    if (layer.kind !== "mark" || !map.hasLayer(group)) continue;
    for (const item of layer.items) {
      if (!in_year(item)) continue;
      const at = points(item.at)[0], where = at.join();
      const place = found.get(where) || { at, kinds: new Set(), things: [] };
      found.set(where, place);
      place.kinds.add(layer.class);
      if (!item.key || !place.things.some((thing) => thing.key === item.key))
        place.things.push(item);
    }
  }
  return [...found.values()];
}

const beside = (a, b, far) => Math.abs(a.x - b.x) < far && Math.abs(a.y - b.y) < far;

// Places whose marks would touch, chain by chain.
function clusters(map, places) {
  for (const place of places) place.point = map.latLngToLayerPoint(place.at);
  const groups = [];
  for (const place of places) {
    const near = groups.filter((group) => group.some((one) => beside(one.point, place.point, MARK + 1)));
    for (const group of near) groups.splice(groups.indexOf(group), 1);
    groups.push([...near.flat(), place]);
  }
  return groups;
}

// Where the mark of a cluster may stand: as near as it hides no place and no other mark.
function aside(map, group, taken) {
  const middle = group.reduce((sum, one) => sum.add(one.point), L.point(0, 0)).divideBy(group.length);
  const corner = map.containerPointToLayerPoint([0, 0]), size = map.getSize();
  const free = (at, edge) => !taken.some((one) => beside(one.point, at, (MARK + one.size) / 2 + 2))
    && (!edge || (at.x > corner.x + MARK && at.x < corner.x + size.x - MARK
      && at.y > corner.y + MARK && at.y < corner.y + size.y - MARK));
  for (const edge of [true, false])
    for (let far = MARK + 6; far < 10 * MARK; far += 8)
      for (let turn = 0; turn < 24; turn += 1) {
        const angle = -Math.PI / 2 + (turn % 2 ? 1 : -1) * Math.ceil(turn / 2) * Math.PI / 12;
        const at = middle.add([far * Math.cos(angle), far * Math.sin(angle)]).round();
        if (free(at, edge)) return at;
      }
  return middle.add([0, -10 * MARK]).round();
}

const icon_of = (html, size, kind) =>
  L.divIcon({ className: kind, html, iconSize: [size, size], iconAnchor: [size / 2, size / 2] });

// Draws all marks anew: after a zoom, another year, another choice of layers.
function places_drawn(map, drawn, part) {
  const held = part.entries.find((entry) => node(entry) === document.activeElement);
  part.group.clearLayers();
  part.entries = [];
  const circles = drawn.filter(({ layer, group }) => layer.kind === "circle" && map.hasLayer(group))
    .flatMap(({ entries }) => entries.filter(({ item }) => in_year(item)))
    .map(({ item, shape }) => ({ item, point: map.latLngToLayerPoint(shape.getLatLng()) }));
  const marked = (at, kinds, things, name) => {
    const shape = L.marker(at, { keyboard: true, title: "", alt: name, riseOnHover: true,
      icon: icon_of(sign(kinds, MARK, things.length), MARK, "place") });
    const item = { name, things };
    const entry = { item, layer: { kind: "place" }, shape };
    told(map, part, entry);
    part.entries.push(entry);
    part.group.addLayer(shape);
  };
  const groups = clusters(map, places_shown(map, drawn));
  for (const place of groups.flat())
    // A circle of seizures that lies under the mark altogether is told by the mark.
    place.things.push(...circles.filter(({ item, point }) =>
      point.distanceTo(place.point) + item.radius < MARK / 2 - 1).map(({ item }) => item));
  const taken = groups.flatMap((group) =>
    group.map(({ point }) => ({ point, size: group.length > 1 ? SMALL : MARK })));
  for (const group of groups) {
    if (group.length === 1) {
      const [{ at, kinds, things }] = group;
      marked(at, kinds, things, things[0].name);
      continue;
    }
    const stand = aside(map, group, taken), at = map.layerPointToLatLng(stand);
    taken.push({ point: stand, size: MARK });
    for (const place of group) {
      part.group.addLayer(L.polyline([at, place.at], { className: "leader", interactive: false,
        fill: false, noClip: true, smoothFactor: 0 }));
      part.group.addLayer(L.marker(place.at, { interactive: false, keyboard: false,
        icon: icon_of(sign(place.kinds, SMALL, 1), SMALL, "spot") }));
    }
    marked(at, new Set(["many"]), group.flatMap(({ things }) => things),
      group.map(({ things }) => things[0].name).join(", "));
  }
  stops(part);
  const again = held && part.entries.find(({ item }) => item.name === held.item.name);
  if (again) node(again).focus({ preventScroll: true });
}
