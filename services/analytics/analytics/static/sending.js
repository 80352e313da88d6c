// Sends the file of form[data-pieces] in pieces and goes on after a broken line from what has arrived (tus). A file that
// was begun before, by this person and on this page, is gone on with too. Without this script the form sends it at once.

const PIECE = 8 * 1024 * 1024;
const WAITS = [1000, 2000, 5000, 10000, 20000, 30000];
const form = document.querySelector("form[data-pieces]");
const place = form?.querySelector("[data-pieces-place]");

form?.addEventListener("submit", async (event) => {
  const file = form.elements.file.files[0];
  if (!file) return;
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  place.hidden = false;
  try {
    const id = await send(file);
    tell(form.dataset.sent);
    const load = await ask("POST", "/loads", { upload_id: id, mode: new FormData(form).get("mode") });
    location.assign(form.dataset.page + (await load.json()).id);
  } catch (error) {
    tell(error.detail ?? form.dataset.failed);
    button.disabled = false;
  }
});

async function send(file) {
  const key = `pieces ${form.dataset.pieces} ${file.name} ${file.size} ${file.lastModified}`;
  let id = sessionStorage.getItem(key);
  let at = id ? await reached(id) : null;
  if (at === null) {
    id = (await (await ask("POST", "/uploads", { name: file.name, size: file.size })).json()).id;
    sessionStorage.setItem(key, id);
    at = 0;
  }
  let tries = 0;
  while (at < file.size) {
    show(at, file.size);
    try {
      at = await add(id, at, file.slice(at, at + PIECE));
      tries = 0;
    } catch (error) {
      if (error.status && error.status !== 409 && error.status < 500) throw error;
      if (tries >= WAITS.length) throw error;
      tell(form.dataset.retrying);
      await new Promise((resolve) => setTimeout(resolve, WAITS[tries++]));
      at = (await reached(id)) ?? at;
    }
  }
  sessionStorage.removeItem(key);
  show(file.size, file.size);
  return id;
}

async function add(id, at, piece) {
  const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(at) };
  const answer = await fetch(`${form.dataset.pieces}/uploads/${id}`, { method: "PATCH", headers: { ...headers, ...proof() }, body: piece });
  if (!answer.ok) throw await problem(answer);
  return Number(answer.headers.get("Upload-Offset"));
}

async function reached(id) {
  try {
    const answer = await fetch(`${form.dataset.pieces}/uploads/${id}`, { method: "HEAD" });
    return answer.ok ? Number(answer.headers.get("Upload-Offset")) : null;
  } catch {
    return null; // the line is still broken
  }
}

async function ask(method, path, data) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", ...proof() };
  const answer = await fetch(form.dataset.pieces + path, { method, headers, body: JSON.stringify(data) });
  if (!answer.ok) throw await problem(answer);
  return answer;
}

const proof = () => ({ [form.dataset.csrf]: form.dataset.token });

async function problem(answer) {
  const said = await answer.json().catch(() => ({}));
  return { status: answer.status, detail: said.detail };
}

function show(at, size) {
  const percent = Math.floor((100 * at) / size);
  place.querySelector("progress").value = percent;
  tell(`${form.dataset.sending} ${percent}\u00a0%`);
}

function tell(text) {
  place.querySelector("[data-pieces-told]").textContent = text;
}
