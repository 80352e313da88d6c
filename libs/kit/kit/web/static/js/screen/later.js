// Parts that load by themselves (components/state.html, later): one that fails says so in its own place and can be tried
// again; the rest of the page has nothing to do with it.
const waiting = new WeakMap();

function fail(part) {
  if (!waiting.has(part)) waiting.set(part, part.innerHTML);
  part.replaceChildren(part.querySelector("template[data-later-failed]").content.cloneNode(true));
}

document.addEventListener("htmx:before:response", (event) => {
  const part = event.target.closest("[data-later]");
  if (!part || event.detail.ctx.response.status < 400) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  fail(part);
}, true);
document.addEventListener("htmx:error", (event) => {
  const part = event.target.closest?.("[data-later]");
  if (!part) return;
  event.stopImmediatePropagation();
  fail(part);
}, true);
document.addEventListener("click", (event) => {
  const part = event.target.closest("[data-later-retry]")?.closest("[data-later]");
  if (!part) return;
  part.innerHTML = waiting.get(part);
  part.dispatchEvent(new CustomEvent("retry"));
});
