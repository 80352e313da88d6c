// The theme changes at once; the cookie tells the server for the next page. Without JavaScript the links do the same.
const icons = { auto: "monitor", light: "sun", dark: "moon" };

document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-theme-choice]");
  if (!choice) return;
  event.preventDefault();
  const theme = choice.dataset.themeChoice;
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  document.documentElement.dataset.theme = theme;
  document.querySelector("meta[name=color-scheme]").content = theme === "auto" ? "light dark" : theme;
  const menu = choice.closest("details");
  for (const other of menu.querySelectorAll("[data-theme-choice]")) other.toggleAttribute("aria-current", other === choice);
  const use = menu.querySelector("summary use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icons[theme]}`));
  menu.open = false;
  menu.querySelector("summary").focus();
  document.dispatchEvent(new CustomEvent("theme-changed"));
});
