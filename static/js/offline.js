// Has lessons saved for when there is no connection. Loaded when a reader asks for it; only then
// does the site get a service worker.

async function begin() {
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  return (await navigator.serviceWorker.ready).active;
}

async function save(panel, button) {
  const words = panel.dataset;
  const receipt = panel.querySelector("[data-receipt]");
  const say = (sentence, count = {}) => {
    receipt.textContent = sentence.replace(/\{(\w+)\}/g, (_, name) => count[name]);
  };
  const paths = button.dataset.save.split(" ");
  say(words.busy, { done: 0, total: paths.length });
  try {
    const worker = await begin();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data: count }) => {
      if (count.done + count.failed < count.total) say(words.busy, count);
      else say(count.failed ? words.failed : words.done, count);
    };
    worker.postMessage({ save: paths }, [port2]);
  } catch {
    say(words.cannot);
  }
}

function wire(panel) {
  panel.querySelector("[data-buttons]").hidden = !("serviceWorker" in navigator);
  panel.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-save]");
    if (button) save(panel, button);
  });
}

// On a lesson: what its link leads to is put in below its heading, and the lesson is saved at once.
export async function open(link) {
  const before = document.querySelector("[data-save-panel]");
  if (before) return before.focus();
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const panel = page.querySelector("[data-save-panel]");
  if (!panel) return location.assign(link.href);
  document.querySelector(".lesson__head").after(panel);
  wire(panel);
  panel.focus();
  save(panel, panel.querySelector("[data-save]"));
}

for (const panel of document.querySelectorAll("[data-save-panel]")) wire(panel);
