// A form is sent once: its button shows that it is busy until the answer comes or the page is shown again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sending) return event.preventDefault();
  form.dataset.sending = "true";
  (event.submitter ?? form.querySelector("[type=submit]"))?.setAttribute("aria-busy", "true");
});

function release(root) {
  for (const form of root.querySelectorAll("form[data-sending], form[data-confirmed]")) {
    delete form.dataset.sending;
    delete form.dataset.confirmed;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
}
for (const ended of ["htmx:finally:request", "sent"]) document.addEventListener(ended, () => release(document));
window.addEventListener("pageshow", () => release(document));

// The summary of what is wrong takes the focus, so that it is read out and seen.
document.querySelector("[data-focus]")?.focus();
document.addEventListener("htmx:after:swap", () => document.querySelector("[data-focus]")?.focus());

// What is exported is what the filters show, also after they were changed without a new page.
document.addEventListener("htmx:after:swap", () => {
  for (const link of document.querySelectorAll("[data-export]")) {
    const query = new URLSearchParams(location.search);
    query.delete("after");
    link.href = query.size ? `${link.dataset.export}?${query}` : link.dataset.export;
  }
});

// A filter that is not used does not appear in the address.
document.addEventListener("htmx:config:request", (event) => {
  if (!event.target.matches("[data-filters]")) return;
  const { body } = event.detail.ctx.request;
  for (const [name, value] of [...body]) if (value === "") body.delete(name);
  event.target.toggleAttribute("data-filtered", [...body.keys()].some((name) => name !== "sort"));
});
