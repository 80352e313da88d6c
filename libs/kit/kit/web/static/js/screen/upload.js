// Files of a form[data-upload] are sent one after the other as bodies of their own, so that each shows how far it is
// (fetch would not tell) and fails alone. Without this script the form is an ordinary one.
const queues = new WeakMap();
let busy = 0;

function prepare(root) {
  for (const form of root.querySelectorAll("form[data-upload]")) form.classList.add("upload--live");
}
prepare(document);
document.addEventListener("htmx:after:swap", () => prepare(document));

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-upload]");
  if (!form || event.target.type !== "file") return;
  const files = [...event.target.files];
  event.target.value = "";
  add(form, files);
});

for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const place = event.target.closest?.("[data-upload-place]");
    if (!place || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    place.classList.toggle("upload__place--over", name === "dragenter" || name === "dragover");
    if (name === "drop") add(place.closest("form"), [...event.dataTransfer.files]);
  });
}

function add(form, files) {
  const queue = queues.get(form) ?? { files: [], running: false, sent: 0 };
  queues.set(form, queue);
  for (const file of files) {
    const row = rowOf(form, file);
    if (file.size === 0) fail(form, row, form.dataset.empty);
    else if (file.size > Number(form.dataset.most)) fail(form, row, form.dataset.large);
    else queue.files.push({ file, row });
  }
  if (!queue.running) run(form, queue);
}

async function run(form, queue) {
  queue.running = true;
  busy += 1;
  while (queue.files.length) {
    const { file, row } = queue.files.shift();
    if (row.isConnected && (await send(form, file, row))) queue.sent += 1;
  }
  queue.running = false;
  busy -= 1;
  if (!queue.sent) return;
  queue.sent = 0;
  const place = form.dataset.refresh && document.querySelector(form.dataset.refresh);
  place ? place.dispatchEvent(new CustomEvent("uploaded")) : location.reload();
}

function rowOf(form, file) {
  const row = form.querySelector("template").content.firstElementChild.cloneNode(true);
  row.querySelector(".upload__name").textContent = file.name;
  row.querySelector(".upload__size").textContent = sizeOf(file.size);
  row.querySelector("progress").setAttribute("aria-label", file.name);
  row.querySelector("progress").value = 0;
  row.querySelector(".upload__note").textContent = form.dataset.waiting;
  const cancel = row.querySelector("[data-upload-cancel]");
  cancel.setAttribute("aria-label", form.dataset.cancel.replace("{name}", file.name));
  cancel.addEventListener("click", () => leave(form, row));
  form.querySelector("[data-upload-list]").append(row);
  return row;
}

// As kit.web.formats.size shows it.
function sizeOf(bytes) {
  const units = ["B", "KiB", "MiB", "GiB"];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), 3);
  const amount = (bytes / 1024 ** power).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  return `${amount}\u00a0${units[power]}`;
}

// The button of a row: ends its upload, or takes what has failed off the list.
function leave(form, row) {
  if (!row.classList.contains("upload__row--failed")) tell(form, form.dataset.cancelled.replace("{name}", nameOf(row)));
  row.request?.abort();
  row.remove();
  form.querySelector("input[type=file]").focus();
}

function send(form, file, row) {
  const request = new XMLHttpRequest();
  const [bar, note] = [row.querySelector("progress"), row.querySelector(".upload__note")];
  const address = new URL(form.action, location.href);
  address.searchParams.set("name", file.name);
  row.request = request;
  request.open("POST", address);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("Content-Type", "application/octet-stream");
  if (form.dataset.token) request.setRequestHeader(form.dataset.csrf, form.dataset.token);
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = (100 * loaded) / total;
    note.textContent = `${Math.floor(bar.value)}\u00a0%`;
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    note.textContent = form.dataset.checking;
  });
  return new Promise((resolve) => {
    request.addEventListener("loadend", () => resolve(request.status >= 200 && request.status < 300));
    request.addEventListener("load", () => settle(form, row, request));
    request.addEventListener("error", () => fail(form, row, form.dataset.offline));
    request.send(file);
  });
}

function settle(form, row, request) {
  if (request.status >= 200 && request.status < 300) {
    const text = form.dataset.sent.replace("{name}", nameOf(row));
    document.dispatchEvent(new CustomEvent("toast", { detail: { kind: "success", text } }));
    row.remove();
    return;
  }
  fail(form, row, reasonIn(request.responseText) ?? form.dataset.failed);
}

function reasonIn(text) {
  try {
    return JSON.parse(text).detail;
  } catch {
    return undefined; // a proxy's page
  }
}

function fail(form, row, reason) {
  row.classList.add("upload__row--failed");
  row.querySelector("progress").remove();
  row.querySelector(".upload__note").textContent = reason;
  tell(form, `${nameOf(row)}: ${reason}`);
}

function tell(form, text) {
  form.querySelector("[data-upload-told]").textContent = text;
}

function nameOf(row) {
  return row.querySelector(".upload__name").textContent;
}

window.addEventListener("beforeunload", (event) => {
  if (busy) event.preventDefault();
});
