// A page made for paper has a button that prints it.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
