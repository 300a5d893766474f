// Saves notes and bookmarks without loading the page again, and tells how far it has been read.
// Without this file the form's buttons do the first, and "I am here" the second.

import { post } from "./posting.js";

const form = document.getElementById("own");
const words = form.dataset;
const EVERY = 5000;

form.addEventListener("submit", async (event) => {
  const button = event.submitter;
  const margin = button?.closest("[data-margin]");
  if (!margin) return;
  event.preventDefault();
  const receipt = margin.querySelector("[data-receipt]");
  receipt.textContent = words.saving;
  const typed = margin.querySelector("textarea").value;
  try {
    const { ok, told } = await post(form.action, new FormData(form, button));
    if (!ok) {
      receipt.textContent = told.error;
      if (told.sign_in) {
        const link = Object.assign(document.createElement("a"), { href: told.sign_in, target: "_blank", textContent: words.signIn });
        receipt.append(" ", link);
      }
      return;
    }
    const holder = document.createElement("template");
    holder.innerHTML = told.margin;
    const fresh = holder.content.querySelector("[data-margin]");
    fresh.open = true;
    // What is typed and not saved stays, when another button was pressed.
    if (button.name !== "keep") fresh.querySelector("textarea").value = typed;
    margin.replaceWith(fresh);
    document.querySelector("[data-own-marks]").innerHTML = told.own;
    const same = fresh.querySelector(`button[name="${button.name}"]`) ?? fresh.querySelector("button[name$=bookmark]");
    same.focus();
    fresh.querySelector("[data-receipt]").textContent = told.receipt;
  } catch {
    receipt.textContent = words.failed;
  }
});

addEventListener("beforeunload", (event) => {
  const isTyped = (area) => area.value !== area.defaultValue;
  if ([...document.querySelectorAll("[data-margin] textarea")].some(isTyped)) event.preventDefault();
});

// The paragraph that crosses the middle of the window; never one that nobody has scrolled to.
// The server counts the same ones (`courses.pages.passages`).
const places = [];
for (const passage of document.querySelectorAll(".lesson__words > [id^=lohko-]")) {
  const block = passage.id.slice("lohko-".length);
  const paragraphs = [...passage.querySelectorAll("p, li, h2, h3, h4, table, figure")].filter((each) => !each.matches(".resumed"));
  const count = paragraphs.length;
  places.push({ element: passage, block, number: 0, count });
  paragraphs.forEach((element, number) => number && places.push({ element, block, number, count }));
}
const order = new Map(places.map(({ element }, at) => [element, at]));
const visit = crypto.randomUUID?.() ?? String(Date.now());
let furthest = -1, told = -1, last = 0, timer, hasScrolled = scrollY > 0;

function tell() {
  clearTimeout(timer);
  timer = undefined;
  if (furthest <= told || !hasScrolled) return;
  told = furthest;
  last = Date.now();
  const body = new FormData();
  for (const name of ["block", "number", "count"]) body.set(name, places[furthest][name]);
  body.set("visit", visit);
  // A place that is not told is no loss worth a word.
  post(words.place, body, true).catch(() => {});
}

const watcher = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (isIntersecting) furthest = Math.max(furthest, order.get(target));
  }
  timer ??= setTimeout(tell, Math.max(EVERY - (Date.now() - last), 1000));
}, { rootMargin: "-45% 0px -50% 0px" });
for (const element of order.keys()) watcher.observe(element);
addEventListener("scroll", () => {
  hasScrolled = true;
  timer ??= setTimeout(tell, EVERY);
}, { once: true, passive: true });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") tell();
});
