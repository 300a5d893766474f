// Saves a text while it is written. Without this file the form's own buttons do the same; the
// server's receipts are what counts.

const PAUSE = 2000; // in typing
const LONGEST_TYPING = 20000;
const LONGEST_WAIT = 30000;

// Signing in again on another tab changes the cookie, not the form.
function csrfToken() {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

function countWords(text) {
  return text.split(/\s+/u).filter(Boolean).length;
}

function keep(form) {
  const { text, based_on: basedOn, csrfmiddlewaretoken: token } = form.elements;
  if (!text) return;
  const words = form.dataset;
  const receipt = form.querySelector("[data-receipt]");
  const count = form.querySelector("[data-count]");
  let saved = text.value;
  let timer, latest, sending, stopped, wait = 2000;

  function say(sentence, isSaved, href, label) {
    const tick = isSaved ? form.querySelector("[data-tick]").content.cloneNode(true) : "";
    receipt.replaceChildren(tick, sentence);
    if (!href) return;
    const link = Object.assign(document.createElement("a"), { href, textContent: label });
    if (label === words.signIn) link.target = "_blank";
    receipt.append(" ", link);
  }

  async function send() {
    clearTimeout(timer);
    latest = undefined;
    if (sending || stopped || text.value === saved) return sending;
    sending = deliver(text.value);
    await sending;
    sending = undefined;
    if (text.value !== saved && !stopped) plan();
  }

  async function post(typed) {
    const body = new FormData();
    body.set("text", typed);
    body.set("based_on", basedOn.value);
    const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
    const response = await fetch(form.action, { method: "POST", body, headers });
    return { response, told: await response.json() };
  }

  async function deliver(typed) {
    say(words.saving);
    try {
      let { response, told } = await post(typed);
      // A cookie that fits came with the refusal.
      if (told.again) ({ response, told } = await post(typed));
      wait = 2000;
      if (response.ok) {
        saved = typed;
        // What is kept is not what was typed: something in it was hidden.
        if (told.text !== undefined && text.value === typed) saved = text.value = told.text;
        basedOn.value = told.version;
        say(told.receipt, true);
      } else if (told.sign_in) {
        say(told.error, false, told.sign_in, words.signIn);
        again();
      } else {
        // Saved elsewhere, handed in, or too long: sending the same again helps nobody.
        stopped = true;
        say(told.error, false, told.load && location.pathname, words.load);
      }
    } catch {
      say(words.retrying);
      again();
    }
  }

  function again() {
    timer = setTimeout(send, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  function plan() {
    latest ??= Date.now() + LONGEST_TYPING;
    clearTimeout(timer);
    timer = setTimeout(send, Math.max(Math.min(PAUSE, latest - Date.now()), 0));
  }

  form.addEventListener("input", ({ target }) => {
    if (target !== text) return;
    count.textContent = words.words.replace("{n}", countWords(text.value));
    if (stopped) return;
    say(words.typing);
    plan();
  });

  // A save on its way comes first: the form must know which version it made.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (sending) {
      event.preventDefault();
      await sending;
      form.requestSubmit(event.submitter);
      return;
    }
    stopped = true;
    saved = text.value;
    if (csrfToken()) token.value = csrfToken();
  });

  addEventListener("beforeunload", (event) => {
    if (text.value !== saved) event.preventDefault();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) location.reload();
  });
}

for (const form of document.querySelectorAll("[data-writing]")) keep(form);
