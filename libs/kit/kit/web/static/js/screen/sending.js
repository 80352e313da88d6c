// A form with files is sent with progress where files were chosen (fetch would not tell how far it is); whatever comes
// back is shown as the browser would. Files stay chosen when the form comes back with errors. Without this script, and
// without files, the form is an ordinary one.
let busy = 0;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-sends-files]") || !chosen(form).length) return;
  event.preventDefault();
  send(form, event.submitter);
});

function chosen(root) {
  return [...root.querySelectorAll("input[type=file]")].filter((input) => input.files.length);
}

function send(form, button) {
  const request = new XMLHttpRequest();
  const address = new URL(button?.getAttribute("formaction") ?? form.action, location.href);
  request.open("POST", address);
  request.setRequestHeader("Accept", "text/html");
  request.setRequestHeader("HX-Request", "true");
  request.setRequestHeader("HX-Request-Type", "partial");
  const place = form.querySelector("[data-sending-place]");
  place.hidden = false;
  const [bar, told] = [place.querySelector("progress"), place.querySelector("[data-sending-told]")];
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = (100 * loaded) / total;
    told.textContent = `${Math.floor(bar.value)}\u00a0%`;
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    told.textContent = place.dataset.checking;
  });
  request.addEventListener("error", () => {
    bar.value = 0;
    told.textContent = place.dataset.offline;
  });
  request.addEventListener("loadend", () => {
    busy -= 1;
    document.dispatchEvent(new CustomEvent("sent"));
    if (request.status) answered(form, address, request);
  });
  busy += 1;
  request.send(new FormData(form, button));
}

function answered(form, address, request) {
  const next = request.getResponseHeader("HX-Redirect") ?? (request.responseURL !== address.href && request.responseURL);
  if (next) return location.assign(next);
  const place = document.getElementById("messages");
  form.querySelector("[data-sending-place]").hidden = true;
  if (request.getResponseHeader("HX-Retarget")) {
    place.insertAdjacentHTML("beforeend", request.responseText);
    place.scrollIntoView({ block: "center" });
    return;
  }
  showAgain(form, place, request.responseText);
}

function showAgain(form, place, markup) {
  const inputs = chosen(form);
  while (place.nextSibling) place.nextSibling.remove();
  place.insertAdjacentHTML("afterend", markup);
  for (const input of inputs) document.querySelector(`input[type=file][name="${input.name}"]`)?.replaceWith(input);
  htmx.process(document.getElementById("content"));
  scrollTo(0, 0);
  document.querySelector("[data-focus]")?.focus();
}

window.addEventListener("beforeunload", (event) => {
  if (busy) event.preventDefault();
});
