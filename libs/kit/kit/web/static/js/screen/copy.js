// data-copy="#id" copies that element's text or value; data-reveal="#id" shows a hidden value.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent);
  document.dispatchEvent(new CustomEvent("toast", { detail: { kind: "success", text: button.dataset.copied } }));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  if (!button) return;
  const hidden = document.querySelector(button.dataset.reveal).classList.toggle("secret__hidden");
  button.setAttribute("aria-pressed", String(!hidden));
});
