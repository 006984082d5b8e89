// The page keeps the wheel and the finger: the map zooms with Ctrl and the wheel, with two fingers,
// by its buttons, or once it has been clicked, until the pointer leaves it.
function reading(map, holder) {
  let chosen = false;
  const hint = element("p", L.Browser.mobile ? W.hintTouch : W.hint, "hint");
  hint.hidden = !hint.textContent;
  holder.append(hint);
  const gone = () => { hint.hidden = true; };
  map.scrollWheelZoom.disable();
  window.addEventListener("wheel", (event) => {
    const zooms = event.ctrlKey || event.metaKey || chosen;
    map.scrollWheelZoom[zooms ? "enable" : "disable"]();
    if (zooms) gone();
    else if (hint.textContent) hint.hidden = false;
  }, { capture: true, passive: true });
  // One finger scrolls the page, so that only a mouse or a pen drags the map.
  window.addEventListener("pointerdown", (event) => {
    map.dragging[event.pointerType === "touch" ? "disable" : "enable"]();
  }, true);
  const left = () => { chosen = false; map.scrollWheelZoom.disable(); };
  holder.addEventListener("click", (event) => { chosen = event.pointerType !== "touch"; });
  holder.addEventListener("mouseleave", left);
  holder.addEventListener("keydown", (event) => { if (event.key === "Escape") left(); });
  window.addEventListener("blur", left);
  map.on("zoomstart dragstart", () => { if (map.moved) gone(); });
}
