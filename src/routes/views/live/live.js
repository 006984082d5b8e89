// Draws the layers of a live map from the data block of its document. Data never becomes code or
// HTML: every text is set as text. The script is the same for every map, so that its hash is known.
"use strict";
(function () {
  const DATA = JSON.parse(document.getElementById("layers").textContent);
  const W = DATA.words || {}, RADIAN = Math.PI / 180, R = 6371007.2;
  const SHAPES = {
    post: '<rect x="6.5" y="6.5" width="11" height="11"/>',
    meeting: '<path d="M12 1.5 22.5 12 12 22.5 1.5 12Z"/>',
  };

  // Lambert's azimuthal equal-area projection on the sphere of equal surface: areas of colour may
  // be compared, which Web Mercator forbids. A zoom is as large at the centre as Web Mercator's.
  const [LON, LAT] = DATA.centre || [0, 0];
  const sin0 = Math.sin(LAT * RADIAN), cos0 = Math.cos(LAT * RADIAN);
  const EqualArea = {
    bounds: L.bounds([-2 * R, -2 * R], [2 * R, 2 * R]),
    project(at) {
      const phi = at.lat * RADIAN, lambda = (at.lng - LON) * RADIAN;
      const sin = Math.sin(phi), cos = Math.cos(phi), across = Math.cos(lambda);
      const k = R * Math.sqrt(2 / Math.max(1e-9, 1 + sin0 * sin + cos0 * cos * across));
      return new L.Point(k * cos * Math.sin(lambda), k * (cos0 * sin - sin0 * cos * across));
    },
    unproject(point) {
      const rho = Math.hypot(point.x, point.y);
      if (rho < 1e-6) return new L.LatLng(LAT, LON);
      const c = 2 * Math.asin(Math.min(1, rho / (2 * R))), sin = Math.sin(c), cos = Math.cos(c);
      const phi = Math.asin(cos * sin0 + (point.y * sin * cos0) / rho);
      const lambda = Math.atan2(point.x * sin, rho * cos0 * cos - point.y * sin0 * sin);
      return new L.LatLng(phi / RADIAN, LON + lambda / RADIAN);
    },
  };
  const TURN = 0.5 / (Math.PI * R);
  L.CRS.EqualArea = L.extend({}, L.CRS.Earth, {
    code: "LAEA", projection: EqualArea, wrapLng: undefined,
    transformation: L.transformation(TURN, 0.5, -TURN, 0.5),
  });

  const element = (tag, text, kind) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  const filled = (sentence, places) =>
    (sentence || "").replace(/\{(\w+)\}/g, (_, name) => (name in places ? places[name] : ""));

  // Points are written as steps of a hundredth of a degree.
  const points = (steps) => {
    const found = [];
    let lon = 0, lat = 0;
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i]; lat += steps[i + 1];
      found.push([lat / 100, lon / 100]);
    }
    return found;
  };

  let year = DATA.years ? DATA.years.length - 1 : 0;
  const said = (item) => {
    if (!item.by) return item.tip || [];
    const state = item.by[year] || "u", key = /\d/.test(state) && state !== "0" ? "r" : state;
    const lines = [filled(W[`tip.${key}`], { kg: item.kg[year] || "", year: DATA.years[year] })];
    return item.tip ? item.tip.concat(lines) : lines;
  };
  const card = (item, whole) => {
    const box = element("div");
    if (item.name) box.append(element("b", item.name));
    for (const line of said(item)) box.append(element("div", line));
    const source = DATA.sources && DATA.sources[item.source];
    if (whole && source) box.append(element("small", source));
    return box;
  };
  const label = (item) => [item.name, ...said(item)].filter(Boolean).join(". ");

  const drawn = [];
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
    if (layer.kind === "name")
      return L.marker(at, {
        interactive: false, keyboard: false,
        icon: L.divIcon({ className: `name ${layer.class}`, iconSize: null,
          html: element("span", item.name) }),
      });
    // As large as a finger needs; meetings stand in a row above the post of the same city.
    const size = 24, row = layer.class === "meeting" ? size : 0;
    const mark = document.createElement("div");
    mark.innerHTML = `<svg width="${size}" height="${size}" class="${layer.class}">${SHAPES[layer.class]}</svg>`;
    if (layer.letter) mark.append(element("span", layer.letter, "letter"));
    return L.marker(at, {
      keyboard: true, title: "", alt: item.name || "",
      icon: L.divIcon({ className: "place", html: mark, iconSize: [size, size],
        iconAnchor: [size / 2 - size * (layer.shift || 0), size / 2 + row] }),
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

  function shownLayer(map, layer, overlays) {
    const group = L.layerGroup(), part = { layer, group, entries: [] };
    part.entries = layer.items.map((item) => {
      const shape = made(item, layer), entry = { item, layer, shape };
      if (!quiet(entry)) {
        shape.bindTooltip(() => card(item, false), { sticky: layer.kind !== "mark" });
        shape.bindPopup(() => card(item, true), { maxWidth: 260 });
        shape.on("popupopen", () => shape.closeTooltip());
      }
      shape.on("add", () => {
        said_anew(entry);
        reachable(map, part, entry);
      });
      if (item.year === undefined || item.year === year) group.addLayer(shape);
      return entry;
    });
    drawn.push(part);
    group.on("add", () => setTimeout(() => stops(part)));
    if (layer.on !== false) group.addTo(map);
    if (layer.name) overlays[element("span", layer.name).outerHTML] = group;
    return part;
  }

  function another(map) {
    map.closePopup();
    for (const part of drawn) {
      for (const entry of part.entries) {
        const { item, shape } = entry;
        if (item.year !== undefined)
          part.group[item.year === year ? "addLayer" : "removeLayer"](shape);
        if (item.by) said_anew(entry);
      }
      stops(part);
    }
  }

  function timeControl(map) {
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
      });
      tell();
      box.append(name, slide, words);
      L.DomEvent.disableClickPropagation(box);
      slide.addEventListener("keydown", (event) => event.stopPropagation());
      return box;
    };
    control.addTo(map);
  }

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

  // Marks that would lie on each other stand beside each other: each can be hit.
  function apart(map) {
    const taken = [];
    for (const { layer, entries } of drawn) {
      if (layer.kind !== "mark") continue;
      for (const { shape } of entries) {
        const its = shape._map && shape.getElement();
        if (!its) continue;
        const at = map.latLngToLayerPoint(shape.getLatLng());
        const anchor = L.point(shape.options.icon.options.iconAnchor);
        const box = { x: at.x - anchor.x, y: at.y - anchor.y };
        const met = () => taken.find((other) =>
          Math.abs(other.x - box.x) < 25 && Math.abs(other.y - box.y) < 25);
        for (let other = met(), tries = 0; other && tries < 20; other = met(), tries += 1)
          box.x = other.x + 25.5;
        taken.push(box);
        its.style.marginLeft = `${box.x - at.x}px`;
      }
    }
  }

  // A name is written where its country is wide enough for it.
  function names(map) {
    for (const { layer, entries } of drawn) {
      if (layer.kind !== "name") continue;
      for (const { item, shape } of entries) {
        const node = shape.getElement();
        if (!node) continue;
        const wide = item.width * 1000 * TURN * map.options.crs.scale(map.getZoom());
        node.hidden = wide < 6.4 * item.name.length;
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
      names(map);
    });
    for (let i = 0; i < parent.length; i += 1)
      parent[i].postMessage({ routes: DATA.key, ready: true }, "*");
  }

  document.addEventListener("DOMContentLoaded", () => {
    const holder = document.querySelector(".folium-map"), map = holder && window[holder.id];
    if (!map || !DATA.view) return;
    const [west, south, east, north_] = DATA.view;
    const span = L.point(east - west, north_ - south);
    const middle = EqualArea.unproject(L.point((east + west) / 2, (north_ + south) / 2));
    let moved = false;
    for (const kind of ["mousedown", "touchstart", "wheel", "keydown"])
      holder.addEventListener(kind, (event) => {
        if (kind !== "keydown" || event.key !== "Tab") moved = true;
      }, true);
    const fit = () => {
      map.invalidateSize({ animate: false });
      if (moved) return;
      const size = map.getSize();
      const scale = Math.min(size.x / span.x, size.y / span.y) / TURN;
      if (!(scale > 0)) return;
      map.setView(middle, Math.floor(4 * map.options.crs.zoom(scale)) / 4, { animate: false });
    };
    holder.setAttribute("role", "region");
    holder.setAttribute("aria-label", W.map || document.title);
    fit();
    graticule(map);
    const overlays = {};
    for (const layer of DATA.layers) shownLayer(map, layer, overlays);
    if (Object.keys(overlays).length) {
      const switches = L.control.layers(null, overlays, { collapsed: true }).addTo(map);
      const toggle = switches.getContainer().querySelector("a");
      toggle.title = W.layers || "";
      toggle.setAttribute("aria-label", W.layers || "");
      const open = () => toggle.setAttribute("aria-expanded",
        switches.getContainer().classList.contains("leaflet-control-layers-expanded"));
      new MutationObserver(open).observe(switches.getContainer(), { attributeFilter: ["class"] });
      open();
    }
    north(map);
    scale(map);
    timeControl(map);
    const settle = () => { names(map); apart(map); };
    map.on("zoomend layeradd", settle);
    settle();
    window.addEventListener("resize", fit);
    window.addEventListener("load", fit);
    const zoom = { in: W.zoomIn, out: W.zoomOut };
    for (const [way, words] of Object.entries(zoom)) {
      const button = holder.querySelector(`.leaflet-control-zoom-${way}`);
      if (button && words) { button.title = words; button.setAttribute("aria-label", words); }
    }
    const live = element("p", undefined, "hidden");
    live.setAttribute("aria-live", "polite");
    holder.append(live);
    map.on("popupopen", (event) => { live.textContent = event.popup.getElement().innerText; });
    map.on("popupclose", () => { live.textContent = ""; });
    listening(map, overlays, live);
  });
})();
