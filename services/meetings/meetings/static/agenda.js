// The agenda of the form as rows; what is sent stays the text, a line an item: title | presenter | minutes.

const form = document.querySelector("[data-agenda]");
const part = (name) => form.querySelector(`[data-agenda-${name}]`);
const text = form.querySelector("textarea");
const fields = ["title", "presenter", "minutes"];

const field = (row, name) => row.querySelector(`[data-agenda-${name}]`);
const rows = () => [...part("rows").children];
const plain = (value) => value.replaceAll("|", "/").trim();

function add(values = []) {
  const row = part("row").content.firstElementChild.cloneNode(true);
  fields.forEach((name, place) => (field(row, name).value = values[place] ?? ""));
  part("rows").append(row);
  return row;
}

function length() {
  const [start, end] = ["starts_at", "ends_at"].map((name) => new Date(text.form.elements[name].value));
  return Math.round((end - start) / 60000) || 0;
}

function changed() {
  const lines = rows().map((row) => fields.map((name) => plain(field(row, name).value)));
  text.value = lines
    .filter(([title]) => title)
    .map(([title, presenter, minutes]) => (minutes ? [title, presenter, minutes] : [title, presenter].filter(Boolean)).join(" | "))
    .join("\n");
  const total = lines.reduce((sum, line) => sum + (Number(line[2]) || 0), 0);
  const words = total > length() ? form.dataset.over : form.dataset.total;
  part("total").value = words.replace("%s", total).replace("%s", length());
  form.classList.toggle("agenda--over", total > length());
}

function act(event) {
  const button = event.target.closest("button");
  const row = button?.closest("[data-agenda-rows] > li");
  if (!button) return;
  if (button === part("add")) field(add(), "title").focus();
  else if (button.matches("[data-agenda-up]")) row.previousElementSibling?.before(row);
  else if (button.matches("[data-agenda-down]")) row.nextElementSibling?.after(row);
  else if (button.matches("[data-agenda-remove]")) {
    (row.nextElementSibling ?? row.previousElementSibling ?? form).querySelector("input, button")?.focus();
    row.remove();
  }
  if (button.isConnected) button.focus();
  changed();
}

// `title | minutes` has no presenter: the last part is the time when it is a number.
function read(line) {
  const parts = line.split("|").map((one) => one.trim());
  return parts.length === 2 && /^\d+$/.test(parts[1]) ? [parts[0], "", parts[1]] : parts;
}

const lines = text.value.split("\n").filter((line) => line.trim());
for (const line of lines) add(read(line));
if (!lines.length) add();
text.closest(".field").classList.add("agenda__text");
part("rows").hidden = part("foot").hidden = false;
form.addEventListener("click", act);
form.addEventListener("input", changed);
for (const name of ["starts_at", "ends_at"]) text.form.elements[name].addEventListener("change", changed);
changed();
