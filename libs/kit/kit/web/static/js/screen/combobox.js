// A select under [data-combobox] becomes a search box over thousands (ARIA combobox with a list box). The select stays
// in the form, unseen, and holds what is chosen.
const PAUSE = 200;
const MOST = 20;
let count = 0;

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function enhance(box) {
  const select = box.querySelector("select");
  const { source, hint, none, failed, found, remove, clear } = box.dataset;
  const listId = `combobox-${++count}`;
  const input = element("input", { type: "text", class: "input", role: "combobox", id: select.id, autocomplete: "off",
    spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId, placeholder: hint });
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  if (select.required) input.setAttribute("aria-required", "true");
  const label = document.querySelector(`label[for="${select.id}"]`);
  const list = element("ul", { role: "listbox", id: listId, class: "combobox__list", "aria-label": label?.textContent.trim() ?? hint });
  const status = element("span", { class: "sr-only", role: "status" });
  const chips = element("ul", { class: "combobox__chips" });
  const empty = element("button", { type: "button", class: "combobox__clear", "aria-label": clear, title: clear }, "×");
  list.hidden = true;
  select.removeAttribute("id");
  select.removeAttribute("required");
  select.hidden = true;
  select.tabIndex = -1;
  box.append(...(select.multiple ? [chips] : []), input, ...(select.multiple ? [] : [empty]), list, status);
  const own = [...select.options].filter((one) => one.value && !("beyond" in one.dataset))
    .map((one) => ({ value: one.value, label: one.textContent, note: one.dataset.note ?? "" }));
  let active = -1, timer, asking;

  const chosen = () => [...select.selectedOptions].filter((one) => one.value);
  function show() {
    if (select.multiple) {
      chips.replaceChildren(...chosen().map((one) => {
        const name = remove.replace("{name}", one.textContent);
        const button = element("button", { type: "button", "aria-label": name, title: name }, "×");
        button.addEventListener("click", () => { one.selected = false; changed(); input.focus(); });
        return element("li", { class: "combobox__chip" }, element("span", {}, one.textContent), button);
      }));
    } else {
      input.value = chosen()[0]?.textContent ?? "";
      empty.hidden = !input.value;
    }
  }
  function changed() {
    show();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function mark(place) {
    const rows = list.querySelectorAll("[role=option]");
    active = rows.length ? (place + rows.length) % rows.length : -1;
    rows.forEach((row, number) => row.classList.toggle("combobox__option--active", number === active));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", rows[active].id);
    rows[active].scrollIntoView({ block: "nearest" });
  }
  function take(row) {
    let option = [...select.options].find((one) => one.value === row.dataset.value);
    if (!option) {
      option = element("option", { value: row.dataset.value, "data-beyond": "" }, row.dataset.label);
      select.append(option);
    }
    if (!select.multiple) for (const other of select.options) other.selected = false;
    option.selected = true;
    if (select.multiple) input.value = "";
    close();
    changed();
  }
  function offer(options) {
    const taken = new Set(select.multiple ? chosen().map((one) => one.value) : []);
    const rows = options.filter((one) => !taken.has(one.value)).slice(0, MOST).map((one, number) => {
      const row = element("li", { role: "option", id: `${listId}-${number}`, class: "combobox__option", "aria-selected": "false",
        "data-value": one.value, "data-label": one.label }, element("span", {}, one.label));
      if (one.note) row.append(element("span", { class: "combobox__note" }, one.note));
      return row;
    });
    const nothing = input.value.trim() ? none : hint;
    status.textContent = rows.length ? found.replace("{count}", rows.length) : nothing;
    if (!rows.length) rows.push(element("li", { class: "combobox__none", role: "presentation" }, nothing));
    list.replaceChildren(...rows);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(rows[0].dataset.value === undefined ? -1 : 0);
  }
  async function ask() {
    const words = input.value.trim();
    if (!words) return offer(own);
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    const url = new URL(source, location.href);
    url.searchParams.set("q", words);
    url.searchParams.set("limit", MOST);
    try {
      const answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      offer(await answer.json());
    } catch (error) {
      if (error.name === "AbortError") return;
      const near = own.filter((one) => folded(`${one.label} ${one.note}`).includes(folded(words)));
      offer(near);
      status.textContent = failed;
      list.append(element("li", { class: "combobox__none", role: "presentation" }, failed));
    }
  }
  const later = () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); };

  input.addEventListener("input", later);
  input.addEventListener("focus", () => { if (!select.multiple) input.select(); });
  input.addEventListener("click", () => { if (list.hidden) offer(own); });
  input.addEventListener("blur", () => { close(); if (!select.multiple) show(); else input.value = ""; });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) take(row);
  });
  empty.addEventListener("click", () => { select.value = ""; changed(); input.focus(); });
  input.addEventListener("keydown", (event) => {
    const rows = list.querySelectorAll("[role=option]");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) offer(own);
      else mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (rows[active]) take(rows[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
      if (!select.multiple) show();
    } else if (event.key === "Backspace" && select.multiple && !input.value && chosen().length) {
      chosen().at(-1).selected = false;
      changed();
    }
  });
  show();
  box.dataset.ready = "true";
}

function all() {
  for (const box of document.querySelectorAll("[data-combobox]:not([data-ready])")) enhance(box);
}
document.addEventListener("htmx:after:swap", all);
all();
