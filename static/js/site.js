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

// How pages look is kept in a cookie, so that the server paints the next one right at once.
const SETTINGS = ["size", "spacing", "measure", "theme", "plain"];
const chosen = document.documentElement.dataset;

function keep(name, value) {
  if (value) chosen[name] = value;
  else delete chosen[name];
  const kept = SETTINGS.filter((each) => chosen[each]).map((each) => `${each}-${chosen[each]}`);
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `reading=${kept.join(".")}; path=/; max-age=${kept.length && YEAR}; samesite=lax${secure}`;
}

document.addEventListener("change", ({ target }) => {
  if (target.dataset?.plain) keep("plain", target.dataset.plain === "yes" ? "yes" : "");
  const form = target.closest?.("[data-settings]");
  if (!form) return;
  // The choice at hand stays where it is while the page changes its length.
  const before = target.getBoundingClientRect().top;
  keep(target.name, target.value);
  scrollBy({ top: target.getBoundingClientRect().top - before, behavior: "instant" });
  const receipt = form.querySelector("[data-receipt]");
  receipt.textContent = receipt.dataset.words;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Signing out clears what this browser keeps of the site. Where answers still wait to be sent,
// the page of signing out asks first.
document.addEventListener("submit", (event) => {
  const { forget } = event.target.dataset;
  if (forget === undefined) return;
  const waiting = Object.keys(localStorage).filter((name) => name.startsWith("answers:"));
  if (waiting.length && !forget) {
    event.preventDefault();
    location.assign(event.target.action);
  } else waiting.forEach((name) => localStorage.removeItem(name));
});

// Lessons can be saved to be read without a connection where the browser has what that takes.
if ("serviceWorker" in navigator) chosen.keeps = "";
