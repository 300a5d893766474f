// Lists the lessons that this browser keeps, from the copies themselves; works without a connection.

const SAVED = "saved:";
const list = document.querySelector("[data-saved-list]");
const words = list.dataset;
const receipt = list.querySelector("[data-receipt]");
const rows = list.querySelector("ul");

async function copies() {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(SAVED)) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const copy = await cache.match(request);
      if (!copy.headers.has("X-Saved")) continue;
      const page = new DOMParser().parseFromString(await copy.text(), "text/html");
      found.push({ cache, path: new URL(request.url).pathname, page });
    }
  }
  return found;
}

function row({ cache, path, page }) {
  const item = list.querySelector("template").content.firstElementChild.cloneNode(true);
  const title = page.querySelector("h1");
  const link = item.querySelector("a");
  const name = title.textContent.trim();
  const [course, moment] = item.querySelectorAll("p span");
  Object.assign(link, { href: path, textContent: name, lang: page.documentElement.lang });
  course.textContent = page.querySelector("[data-course-name]").textContent.trim();
  course.lang = link.lang;
  moment.textContent = words.saved.replace("{moment}", page.querySelector("[data-moment]").textContent);
  const button = item.querySelector("button");
  button.lastElementChild.textContent = `: ${name}`;
  button.addEventListener("click", async () => {
    await cache.delete(path);
    const near = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    show();
    receipt.textContent = words.removed.replace("{name}", name);
    (near?.querySelector("button") ?? list).focus();
  });
  return item;
}

function show() {
  const isEmpty = !rows.children.length;
  list.querySelector("[data-empty]").hidden = !isEmpty;
  list.querySelector("[data-full]").hidden = isEmpty;
}

list.querySelector("[data-remove-all]").addEventListener("click", async () => {
  for (const name of await caches.keys()) if (name.startsWith(SAVED)) await caches.delete(name);
  rows.replaceChildren();
  show();
  receipt.textContent = words.allRemoved;
  list.focus();
});

list.tabIndex = -1;
list.hidden = false;
// Where the browser keeps nothing, the list is empty.
if ("caches" in globalThis) rows.replaceChildren(...(await copies()).map(row));
show();
