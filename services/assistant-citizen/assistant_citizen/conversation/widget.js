// The assistant on another site: <script src="https://…/assistant-citizen/widget.js" data-title="Hỏi thủ tục" defer></script>
// A button and a frame, nothing else of the site is read or changed. data-title: the button's words; data-side: left or
// right; data-language: vi or en. What the site's Content-Security-Policy has to allow: script-src and frame-src of this
// address.
(() => {
  const script = document.currentScript;
  if (!script || document.querySelector("[data-citizen-assistant]")) return;
  const { title = "Trợ lý ảo", side = "right", language = "vi" } = script.dataset;
  const address = new URL("widget", script.src);
  address.searchParams.set("set-lang", language === "en" ? "en" : "vi");
  const close = language === "en" ? "Close" : "Đóng";
  const edge = side === "left" ? "left" : "right";

  const style = (element, rules) => Object.assign(element.style, rules);
  const box = document.createElement("div");
  box.dataset.citizenAssistant = "";
  style(box, { position: "fixed", bottom: "1rem", [edge]: "1rem", zIndex: "2147483000", font: "500 16px/1.4 system-ui, sans-serif" });

  const button = document.createElement("button");
  button.type = "button";
  button.textContent = title;
  button.setAttribute("aria-expanded", "false");
  style(button, { minHeight: "3rem", padding: "0 1.25rem", border: "0", borderRadius: "1.5rem", background: "#0b5394", color: "#fff", font: "inherit", cursor: "pointer", boxShadow: "0 4px 16px rgb(0 0 0 / 30%)" });

  let frame;
  const opened = () => button.getAttribute("aria-expanded") === "true";
  function show(open) {
    if (open && !frame) {
      frame = document.createElement("iframe");
      frame.title = title;
      frame.src = address.href;
      frame.allow = "";
      style(frame, { width: "min(24rem, calc(100vw - 2rem))", height: "min(38rem, calc(100vh - 6rem))", border: "1px solid #77859a", borderRadius: "12px", background: "#fff", marginBottom: ".5rem", boxShadow: "0 12px 32px rgb(0 0 0 / 30%)" });
      box.prepend(frame);
    }
    style(frame, { display: open ? "block" : "none" });
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? close : title;
    if (open) frame.focus();
  }
  function leave() {
    if (!opened()) return;
    show(false);
    button.focus();
  }
  button.addEventListener("click", () => show(!opened()));
  box.addEventListener("keydown", (event) => event.key === "Escape" && leave());
  // keys pressed inside the frame are the frame's: it tells of this one
  addEventListener("message", (event) => event.source === frame?.contentWindow && event.data === "citizen-assistant:close" && leave());
  box.append(button);
  const place = () => document.body.append(box);
  document.body ? place() : addEventListener("DOMContentLoaded", place, { once: true });
})();
