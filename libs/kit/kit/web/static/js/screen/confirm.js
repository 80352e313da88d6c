// Asks in our own dialog before a form with data-confirm is sent or an element with hx-confirm makes its request.
const dialog = document.getElementById("confirm");
const yes = dialog.querySelector("[data-confirm-yes]");
const usual = yes.textContent;

function ask(question, { confirmLabel, confirmKind }) {
  dialog.querySelector("#confirm-text").textContent = question;
  yes.textContent = confirmLabel ?? usual;
  yes.className = `button button--${confirmKind === "danger" ? "danger" : "primary"}`;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.confirm || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await ask(form.dataset.confirm, form.dataset))) return;
  form.dataset.confirmed = "true";
  form.requestSubmit(event.submitter);
}, true);

document.addEventListener("htmx:confirm", async (event) => {
  const { ctx, issueRequest, dropRequest } = event.detail;
  if (!ctx.confirm) return;
  event.preventDefault();
  (await ask(ctx.confirm, ctx.sourceElement.dataset)) ? issueRequest() : dropRequest();
});
