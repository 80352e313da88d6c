// Ctrl+Enter sends the query; each sending has a name of its own, by which it can be cancelled; a column that is pressed
// is written where the cursor stands.
const form = document.querySelector("[data-query]");
const words = form.querySelector("textarea[name=sql]");
const run = form.querySelector("[name=run_id]");
const cancel = form.querySelector("[data-query-cancel]");

words.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-query-run]"));
});
form.addEventListener("submit", () => { run.value = crypto.randomUUID(); }, true);
document.addEventListener("htmx:before:request", (event) => { if (event.target === form) cancel.hidden = false; });
document.addEventListener("htmx:finally:request", () => { cancel.hidden = true; });
cancel.addEventListener("click", () => {
  const csrf = form.querySelector("[name=_csrf], [name=csrf]") ?? form.querySelector("input[type=hidden]");
  fetch(cancel.dataset.queryCancel.replace("RUN", run.value), { method: "POST", body: new URLSearchParams([[csrf.name, csrf.value]]) });
});
document.addEventListener("click", (event) => {
  const word = event.target.closest("[data-query-word]")?.dataset.queryWord;
  if (!word) return;
  words.setRangeText(word, words.selectionStart, words.selectionEnd, "end");
  words.focus();
});
