// Saves each choice as it is made, and keeps the time in sight. Without this file the
// form's own buttons do the same; the server's clock and its receipts are what counts.

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;

const form = document.querySelector("[data-quiz]");
if (form) {
  const isSaving = keepSaving(form);
  if (form.dataset.secondsLeft) keepTime(form, isSaving);
}

// A name for one save, so that the same save sent twice is stored once.
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The cookie, not the form: signing in again on another tab changes it.
function csrfToken() {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
}

function keepSaving(form) {
  const { saving, retrying, failed, answered, unanswered } = form.dataset;
  const receipt = form.querySelector("[data-receipt]");
  const tick = receipt.querySelector("svg") ?? form.querySelector("[data-tick]").content.firstElementChild;
  const notice = form.querySelector("[data-notice]");
  const here = form.querySelector("[data-here]");
  const count = form.querySelector("[data-count]");
  let waiting = null; // what is to be sent; one save at a time
  let sending = false;
  let leaving = false;
  let wait = FIRST_WAIT;

  form.addEventListener("change", () => {
    form.elements.key.value = newKey();
    waiting = new FormData(form);
    waiting.delete("csrfmiddlewaretoken");
    send();
  });
  form.addEventListener("submit", () => (leaving = true));
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    if (waiting && !leaving) event.preventDefault();
  });

  async function send() {
    if (sending || !waiting) return;
    sending = true;
    const body = waiting;
    body.set("based_on", form.elements.based_on.value);
    receipt.textContent = saving;
    try {
      await settle(body);
      wait = FIRST_WAIT;
    } catch {
      // No answer, or the server is away: the same save again, a little later.
      receipt.textContent = retrying;
      setTimeout(send, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
    sending = false;
    if (waiting !== body) send();
  }

  async function settle(body) {
    const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
    const response = await fetch(form.action, { method: "POST", body, headers });
    if (response.status >= 500) throw new Error(response.status);
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const told = isJson ? await response.json() : { error: failed };
    notice.textContent = told.notice ?? "";
    if (response.status === 401) {
      notice.textContent = told.error;
      throw new Error(response.status);
    }
    if (waiting === body) waiting = null;
    receipt.replaceChildren(...(told.answered ? [tick] : []), told.error ?? told.receipt);
    if (told.error) {
      if (told.next) location.assign(told.next);
      return;
    }
    form.elements.based_on.value = told.version;
    mark(told.answered);
  }

  function mark(isAnswered) {
    here.querySelector(".question-map__state").textContent = isAnswered ? answered : unanswered;
    count.textContent = Number(count.textContent) + isAnswered - here.hasAttribute("data-is-answered");
    here.toggleAttribute("data-is-answered", isAnswered);
  }

  return () => waiting !== null;
}

function keepTime(form, isSaving) {
  const { secondsLeft, secondsInAll, minutes, seconds, half, five, one } = form.dataset;
  const shown = form.querySelector("[data-time-left]");
  const announce = form.querySelector("[data-announce]");
  const ends = Date.now() + secondsLeft * 1000;
  const marks = [[secondsInAll / 2, half], [300, five], [60, one]]
    .filter(([at]) => at < secondsLeft)
    .sort(([a], [b]) => b - a);

  const timer = setInterval(() => {
    const left = Math.max(Math.round((ends - Date.now()) / 1000), 0);
    const words = left > 60 ? minutes : seconds;
    shown.textContent = words.replace("{n}", left > 60 ? Math.ceil(left / 60) : left);
    while (marks.length && left <= marks[0][0]) announce.textContent = marks.shift()[1];
    if (left > 0) return;
    clearInterval(timer);
    // The server waits a while for what was answered in time.
    setTimeout(() => document.querySelector("[data-time-up]").requestSubmit(), isSaving() ? 5000 : 0);
  }, 1000);
}
