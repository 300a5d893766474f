// Sends what a learner did in a block. The form's own button does the same without scripts.

const LONGEST_WAIT = 30000;

// Signing in again on another tab changes the cookie, not the form.
function csrfToken() {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

async function once(url, body, keepalive) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  const response = await fetch(url, { method: "POST", body, headers, keepalive });
  return { ok: response.ok, told: await response.json() };
}

export async function post(url, body, keepalive = false) {
  const answer = await once(url, body, keepalive);
  // A cookie that fits came with the refusal.
  return answer.told.again ? once(url, body, keepalive) : answer;
}

// Posts one at a time; what changes meanwhile goes with the next one.
export function poster(form, { body, pause, done, refused }) {
  const words = form.dataset;
  const receipt = form.querySelector("[data-receipt]");
  let timer, sending, waits = false, stopped = false, wait = 2000;

  function say(sentence, { isSaved = false, href = "", label = "" } = {}) {
    const tick = isSaved ? form.querySelector("[data-tick]").content.cloneNode(true) : "";
    receipt.replaceChildren(tick, sentence);
    if (!href) return;
    receipt.append(" ", Object.assign(document.createElement("a"), { href, textContent: label, target: "_blank" }));
  }

  function again() {
    waits = true;
    timer = setTimeout(send, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  async function send() {
    clearTimeout(timer);
    if (sending || stopped) return;
    waits = false;
    sending = true;
    say(words.saving);
    try {
      const { ok, told } = await post(form.action, body());
      wait = 2000;
      if (ok) {
        say(told.receipt, { isSaved: true });
        done(told);
      } else if (told.sign_in) {
        say(told.error, { href: told.sign_in, label: words.signIn });
        again();
      } else {
        stopped = true;
        say(told.error);
        refused?.(told);
      }
    } catch {
      say(words.retrying);
      again();
    }
    sending = false;
    if (waits) plan();
  }

  function plan() {
    waits = true;
    if (sending) return;
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  }

  form.addEventListener("submit", () => {
    clearTimeout(timer);
    waits = false;
    stopped = true;
    const token = form.elements.csrfmiddlewaretoken;
    if (token && csrfToken()) token.value = csrfToken();
  });
  addEventListener("beforeunload", (event) => {
    if ((waits || sending) && !stopped) event.preventDefault();
  });
  return plan;
}
