// A <details data-menu> closes on Escape, on a click elsewhere and when the focus leaves it.
const close = (menu) => { menu.open = false; };
const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) close(menu);
});
document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) close(menu);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    close(menu);
    menu.querySelector("summary").focus();
  }
});

// "/" goes to the search box, as it says, unless one is typing or a chord is meant.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = [...document.querySelectorAll("[data-hotkey='/']")].find((one) => one.checkVisibility());
  if (!box) return;
  event.preventDefault();
  box.focus();
});
