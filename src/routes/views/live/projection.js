// The data of the map, and its projection. All files of this folder stand in one function, in the
// order that offline.py gives; the script is the same for every map, so that its hash is known.
const DATA = JSON.parse(document.getElementById("layers").textContent);
const W = DATA.words || {}, RADIAN = Math.PI / 180, R = 6371007.2;

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
