// What stands round the map: north, scale, lines of the grid, the switch of the layers.
function north(map) {
  if (!W.north) return;
  const control = L.control({ position: "topright" });
  control.onAdd = () => {
    const box = element("div", undefined, "north");
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", W.north);
    box.title = W.north;
    box.innerHTML = '<svg width="26" height="34" aria-hidden="true"><path d="M13 2 20 20 13 16 6 20Z"/></svg>';
    box.append(element("span", W.northLetter));
    return box;
  };
  control.addTo(map);
}

// Leaflet's own bar, with the sign that the language has for kilometres.
function scale(map) {
  const control = L.control.scale({ imperial: false, maxWidth: 150 });
  control._updateMetric = (metres) => {
    const km = control._getRoundNum(metres / 1000), bar = control._mScale;
    control._updateScale(bar, "", (1000 * km) / metres);
    bar.dir = "auto";
    bar.textContent = (W.scale || {})[km] || `${km} km`;
  };
  control.addTo(map);
}

function graticule(map) {
  const lines = [];
  for (let lon = -180; lon < 180; lon += 20) {
    const line = [];
    for (let lat = -60; lat <= 80; lat += 2) line.push([lat, lon]);
    lines.push(line);
  }
  for (let lat = -60; lat <= 80; lat += 20) {
    const line = [];
    for (let lon = LON - 120; lon <= LON + 120; lon += 2) line.push([lat, lon]);
    lines.push(line);
  }
  L.polyline(lines, { className: "graticule", interactive: false, fill: false }).addTo(map);
}

function switches(map, overlays) {
  if (!Object.keys(overlays).length) return;
  const box = L.control.layers(null, overlays, { collapsed: true }).addTo(map).getContainer();
  const toggle = box.querySelector("a");
  toggle.title = W.layers || "";
  toggle.setAttribute("aria-label", W.layers || "");
  const open = () => toggle.setAttribute("aria-expanded",
    box.classList.contains("leaflet-control-layers-expanded"));
  new MutationObserver(open).observe(box, { attributeFilter: ["class"] });
  open();
}

// The picture under the frame is seen until the map has a size and is drawn: then it is covered,
// and the page is told.
function ready(map) {
  const size = map.getSize();
  if (!(size.x && size.y)) {
    map.once("resize", () => ready(map));
    return;
  }
  document.documentElement.classList.add("drawn");
  // A browser paints no frame that is out of sight: only once it has is the picture not needed.
  requestAnimationFrame(() => requestAnimationFrame(() =>
    parent.postMessage({ routes: "map", ready: true }, "*")));
}
