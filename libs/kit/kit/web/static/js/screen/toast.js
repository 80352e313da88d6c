// Short messages at the edge. The server sends them with HX-Trigger: {"toast": {"kind", "text"}}; scripts dispatch "toast".
const place = document.getElementById("toasts");
const STAYS = 7000;

function show({ kind, text }) {
  const toast = document.createElement("div");
  toast.className = `toast toast--${kind}`;
  const words = document.createElement("span");
  words.textContent = text;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-button";
  button.setAttribute("aria-label", place.dataset.close);
  button.textContent = "×";
  button.addEventListener("click", () => toast.remove());
  toast.append(words, button);
  place.append(toast);
  while (place.children.length > 4) place.firstChild.remove();
  if (kind !== "danger") leaveLater(toast);
}

// What went wrong stays until it is closed; the rest waits while it is read (WCAG 2.2.1).
function leaveLater(toast) {
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, STAYS) : toast.remove());
  setTimeout(leave, STAYS);
}

document.addEventListener("toast", (event) => show(event.detail));
document.addEventListener("htmx:error", (event) => {
  if (event.detail.error?.name !== "AbortError") show({ kind: "danger", text: document.body.dataset.offline });
});
// A proxy's bare error page must not take the place of a list: only our own HTML answers are put on the page.
document.addEventListener("htmx:before:response", (event) => {
  const { response } = event.detail.ctx;
  const html = response.headers.get("content-type")?.startsWith("text/html");
  if (response.status < 400 || (html && response.headers.get("vary")?.includes("HX-Request"))) return;
  event.preventDefault();
  show({ kind: "danger", text: document.body.dataset.failed });
});
// An error told at the top of the page is brought into sight.
document.addEventListener("htmx:after:swap", () => {
  document.querySelector("#messages > [role=alert]:last-child")?.scrollIntoView({ block: "nearest" });
});
document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.parentElement.remove());
