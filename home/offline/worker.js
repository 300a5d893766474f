// Answers from saved lessons when the service cannot be reached. Registered only by a reader who
// asks for a lesson to be saved; kept for that person alone, until they sign out.

const SHELL = "offline";
const SAVED = "saved:"; // and whose
const STAMP = "X-Saved"; // when, in milliseconds
const PATIENCE = 4000; // for a page that is saved
const RENEWED_AFTER = 12 * 60 * 60 * 1000;
const KEPT = SITE.days * 24 * 60 * 60 * 1000;
const DOWN = [502, 503, 504];
const GONE = [403, 404, 410];
const MADE_OF = /(?:src|href|poster)="(\/(?:static|media)\/[^"#?]+)/g;
const NAMED_BY_CONTENT = /^\/media\/|\.[0-9a-f]{12}\.\w+$/;

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(keepShell());
});

// The newest one answers at once, and the saved lessons are renewed at the next page.
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("message", (event) => {
  const { save } = event.data;
  const tell = (told) => event.ports[0].postMessage(told);
  event.waitUntil(saveAll(save, tell));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate" && request.destination === "document") {
    if (!url.pathname.startsWith(SITE.admin)) event.respondWith(page(event, url));
  } else if (["style", "script", "font", "image"].includes(request.destination)) {
    if (request.method === "GET") event.respondWith(part(request, url));
  }
});

async function page(event, url) {
  const { request } = event;
  const saved = request.method === "GET" ? await copyOf(url.pathname) : undefined;
  // Before a page is shown, what belongs to nobody on it any more has gone.
  const asked = fetch(request).then((answer) => settled(request, url, answer));
  event.waitUntil(asked.then(renew, () => {}));
  try {
    const answer = await (saved ? Promise.race([asked, late()]) : asked);
    return saved && DOWN.includes(answer.status) ? saved : answer;
  } catch {
    return saved ?? withoutConnection(request, url);
  }
}

async function part(request, url) {
  const kept = await caches.match(url.pathname, { ignoreVary: true });
  if (kept && NAMED_BY_CONTENT.test(url.pathname)) return kept;
  try {
    return await fetch(request);
  } catch {
    return kept ?? Response.error();
  }
}

const late = () => new Promise((_, reject) => setTimeout(reject, PATIENCE));

async function withoutConnection(request, url) {
  const asked = [url.pathname.split("/")[1], ...navigator.languages.map((each) => each.slice(0, 2))];
  const language = asked.find((each) => each in SITE.offline) ?? Object.keys(SITE.offline)[0];
  const kept = await caches.match(SITE.offline[language]);
  if (!kept) return Response.error();
  const html = await kept.text();
  // What a form sent has not arrived; the page says so.
  const told = request.method === "GET" ? html : html.replace("<html ", "<html data-unsent ");
  return new Response(told, { headers: kept.headers });
}

// What an answer tells about the person: another one, one who has signed out, rights that ended.
async function settled(request, url, answer) {
  const { type, status, headers } = answer;
  if (request.method === "POST") {
    if (type === "opaqueredirect" && SITE.signOut.includes(url.pathname)) await forget();
    return answer;
  }
  const reader = headers.get(SITE.reader);
  if (reader) await keepOnly(reader);
  if (reader && GONE.includes(status)) await drop(reader, url.pathname);
  return answer;
}

async function forget() {
  await keepOnly();
  await caches.delete(SHELL);
  await registration.unregister();
}

const savedCaches = async () => (await caches.keys()).filter((name) => name.startsWith(SAVED));
const savedAt = (copy) => Number(copy.headers.get(STAMP));

async function keepOnly(reader) {
  for (const name of await savedCaches()) {
    if (name !== SAVED + reader) await caches.delete(name);
  }
}

async function copyOf(path) {
  for (const name of await savedCaches()) {
    const cache = await caches.open(name);
    const copy = await cache.match(path);
    if (!copy) continue;
    if (!copy.headers.has(STAMP) || Date.now() - savedAt(copy) < KEPT) return copy;
    await cache.delete(path);
  }
}

async function drop(reader, path) {
  if (await caches.has(SAVED + reader)) await (await caches.open(SAVED + reader)).delete(path);
}

const fetched = (path) => fetch(path, { cache: "no-cache", redirect: "manual" });
const partsOf = (html) => [...html.matchAll(MADE_OF)].map((found) => found[1]);

async function keepParts(cache, paths) {
  for (const path of new Set(paths)) {
    if (await cache.match(path, { ignoreVary: true })) continue;
    const answer = await fetched(path);
    if (answer.ok) await cache.put(path, answer);
  }
}

// Parts that no page of a cache is made of any more go: each update names them anew.
async function tidy(cache) {
  const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  const wanted = new Set(SITE.shell);
  for (const path of paths) {
    const kept = await cache.match(path);
    if (!kept?.headers.has(STAMP)) continue;
    wanted.add(path);
    for (const part of partsOf(await kept.text())) wanted.add(part);
  }
  for (const path of paths) if (!wanted.has(path)) await cache.delete(path);
}

async function keepPage(cache, path, answer) {
  const html = await answer.text();
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set(STAMP, Date.now());
  await keepParts(cache, partsOf(html));
  await cache.put(path, new Response(html, { headers }));
}

async function keepShell() {
  const cache = await caches.open(SHELL);
  await keepParts(cache, SITE.shell);
  for (const path of Object.values(SITE.offline)) {
    const answer = await fetched(path);
    if (!answer.ok) throw new Error(path);
    await keepPage(cache, path, answer);
  }
  await tidy(cache);
}

// Whether a lesson is saved now; without its rights the copy goes, without a person none is made.
async function save(path) {
  const answer = await fetched(`${path}?${SITE.copy}=1`);
  const reader = answer.headers.get(SITE.reader);
  if (!reader) return false;
  await keepOnly(reader);
  if (GONE.includes(answer.status)) await drop(reader, path);
  if (!answer.ok) return false;
  await keepPage(await caches.open(SAVED + reader), path, answer);
  return true;
}

async function saveAll(paths, tell) {
  const count = { done: 0, failed: 0 };
  for (const path of paths) {
    const isSaved = await save(path).catch(() => false);
    count[isSaved ? "done" : "failed"] += 1;
    tell({ ...count, total: paths.length });
  }
}

let renewing;

function renew({ headers }) {
  const reader = headers.get(SITE.reader);
  if (!reader) return;
  // Without a connection the copies stay as they are, until the next page.
  renewing ??= renewDue(reader).catch(() => {}).finally(() => (renewing = undefined));
  return renewing;
}

// An update of the service makes a new shell: what is older than that is due, too.
async function renewDue(reader) {
  if (!(await caches.has(SAVED + reader))) return;
  const old = Date.now() - RENEWED_AFTER;
  const [first] = Object.values(SITE.offline);
  const shell = await caches.match(first);
  if (!shell || savedAt(shell) < old) await keepShell();
  const cache = await caches.open(SAVED + reader);
  const since = Math.max(old, shell ? savedAt(shell) : 0);
  let isRenewed = false;
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    const copy = await cache.match(pathname);
    if (!copy?.headers.has(STAMP) || savedAt(copy) >= since) continue;
    await save(pathname);
    isRenewed = true;
  }
  if (isRenewed) await tidy(cache);
}
