// What makes every page a little handier. Nothing here is needed to read or to answer.

const YEAR = 60 * 60 * 24 * 365;

function closeMenusOutside(target) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenusOutside(event.target));
document.addEventListener("focusin", (event) => closeMenusOutside(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// The place on the page holds in the other language, too: blocks keep their ids.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".language-menu a");
  if (link) link.hash = location.hash;
});

// After a form came back with errors, reading starts from their list.
document.querySelector("[data-focus]")?.focus();

// A cookie, so that the server paints the next page right from its first byte.
const choice = document.querySelector("[data-theme-choice]");
if (choice) {
  choice.hidden = false;
  choice.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const root = document.documentElement;
    if (button.value) root.dataset.theme = button.value;
    else delete root.dataset.theme;
    const age = button.value ? YEAR : 0;
    document.cookie = `theme=${button.value}; path=/; max-age=${age}; samesite=lax`;
    for (const each of choice.querySelectorAll("button")) {
      each.setAttribute("aria-pressed", String(each === button));
    }
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Answers that wait in this browser are for whoever wrote them: signing out forgets them.
document.addEventListener("submit", ({ target }) => {
  if (!("forget" in target.dataset)) return;
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("answers:")) localStorage.removeItem(name);
  }
});
