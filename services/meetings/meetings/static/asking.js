// Asks in the page's own dialog before something grave. The form that asks stays while rows around it are drawn anew.

const form = document.querySelector("[data-asks]");
let wanted = null;

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  delete form.dataset.confirmed;
  wanted?.();
});

export function asked(question, label, act) {
  wanted = act;
  Object.assign(form.dataset, { confirm: question, confirmLabel: label, confirmKind: "danger" });
  form.requestSubmit();
}
