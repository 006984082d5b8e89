function (map, layers) {
  // What a map inside a panel hears: new figures, marks and layers. It keeps its place and scale.
  var key = KEY, route = ROUTE, fills = {}, drawn = layers.countries.options.style;
  var said = document.createElement("p");
  said.className = "said";
  said.setAttribute("role", "status");
  said.setAttribute("aria-live", "polite");
  document.body.appendChild(said);

  // The highlight of a country ends by asking for its style: it must be that of the day.
  function style(feature) {
    var fill = fills[feature.properties.name];
    return Object.assign({}, drawn(feature), fill ? {fillColor: fill} : {});
  }
  layers.countries.options.style = style;

  function mark(one) {
    var shape = one.icon
      ? L.marker(one.at, {icon: L.divIcon({html: one.icon, iconSize: [18, 18], className: "place"})})
      : L.circleMarker(one.at, {
          radius: one.radius, color: one.color, weight: one.weight, dashArray: one.dash_array,
          fill: true, fillColor: one.fill_color, fillOpacity: one.fill_opacity,
          className: one.class_name
        });
    return shape.bindTooltip(one.tip);
  }

  function show(news) {
    fills = news.fills;
    layers.countries.eachLayer(function (country) {
      var about = country.feature.properties;
      if (about.name in news.tips) about.tip = news.tips[about.name];
    });
    layers.countries.setStyle(style);
    Object.keys(news.marks).forEach(function (name) {
      layers[name].clearLayers();
      news.marks[name].forEach(function (one) { layers[name].addLayer(mark(one)); });
    });
    Object.keys(layers).forEach(function (name) {
      if (news.shown.indexOf(name) < 0) { map.removeLayer(layers[name]); return; }
      map.addLayer(layers[name]);
      // What is added again would lie over what was drawn after it.
      if (layers[name].bringToFront) layers[name].bringToFront();
    });
    said.textContent = news.said;
  }

  window.addEventListener("message", function (message) {
    var news = message.data;
    if (news && news.routes === key && news.map && news.map.route === route) show(news.map);
  });
  for (var i = 0; i < parent.length; i++) parent[i].postMessage({routes: key, ready: true}, "*");
}
