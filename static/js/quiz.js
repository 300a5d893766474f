// Saves each answer as it is given. Without it the form's buttons do; the receipts are what counts.

import { Queue, isKept } from "./quiz-queue.js";
import { keepTime } from "./quiz-time.js";

const LONGEST_WAIT = 30000;
const PAUSE = 1500; // in typing
const LONGEST_TYPING = 20000;
const ASKED = { Accept: "application/json" };
const TYPED = "textarea, input:not([type=radio], [type=checkbox], [type=file])";

const page = document.querySelector("[data-quiz], [data-summary]");
if (page) keep(page.dataset);

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Signing in on another tab changes the cookie, not the form.
function csrfToken() {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

function keep(words) {
  const queue = new Queue(words.learner, words.attempt);
  const notice = page.querySelector("[data-notice]");
  const typing = new Map(); // question → its timer, and when it is saved at the latest
  let sending, leaving, reached, again, wait = 2000;

  const part = (question, name) => page.elements[question.dataset.prefix + name];
  const questionAt = (place) => page.querySelector(`#q${place}`);
  const questionOf = ({ target }) => target.closest("[data-question]");
  const rememberTyped = () => [...typing.keys()].forEach(remember);

  function remember(question) {
    clearTimeout(typing.get(question)?.timer);
    typing.delete(question);
    const { prefix, place, action } = question.dataset;
    const key = newKey();
    part(question, "key").value = key;
    const fields = [...new FormData(page)]
      .filter(([name, value]) => name.startsWith(prefix) && typeof value === "string")
      .map(([name, value]) => [name.slice(prefix.length), value]);
    queue.add({ key, place, action, fields, at: Date.now() });
  }

  function save(question) {
    remember(question);
    send();
  }

  page.addEventListener("input", (event) => {
    const question = questionOf(event);
    if (!question || !event.target.matches(TYPED)) return;
    const { timer, latest = Date.now() + LONGEST_TYPING } = typing.get(question) ?? {};
    clearTimeout(timer);
    const pause = Math.max(Math.min(PAUSE, latest - Date.now()), 0);
    typing.set(question, { latest, timer: setTimeout(save, pause, question) });
  });
  page.addEventListener("change", (event) => {
    if (questionOf(event) && event.target.type !== "file") save(questionOf(event));
  });
  // Also the forms beside the page's own; the one that signs out forgets what was typed.
  addEventListener("submit", (event) => {
    const { target } = event;
    if (!navigator.onLine && !reached) return hold(event);
    leaving = true;
    reached = false;
    if (!("forget" in target.dataset)) rememberTyped();
    target.csrfmiddlewaretoken.value = csrfToken();
  });
  addEventListener("beforeunload", (event) => {
    if (leaving) return;
    rememberTyped();
    if (!isKept()) event.preventDefault();
  });
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("online", send);
  addEventListener("focus", look);

  // Without a connection a button would lead to the browser's own page of errors. The browser may
  // be wrong about it, as with a server on the same computer: then the form is sent after all.
  async function hold(event) {
    event.preventDefault();
    const { target, submitter } = event;
    if (!("forget" in target.dataset)) rememberTyped();
    try {
      await fetch(words.standing, { headers: ASKED });
    } catch {
      return tell(words.offline);
    }
    reached = true;
    target.requestSubmit(submitter);
  }

  async function send() {
    clearTimeout(again);
    if (sending || leaving) return;
    sending = true;
    let entry;
    try {
      while ((entry = queue.all()[0])) {
        say(entry, words.saving);
        await deliver(entry);
        wait = 2000;
      }
    } catch ({ told }) {
      // No answer, or none of ours: the same again, a little later.
      say(entry, told ? words.unsent : words.retrying);
      const count = new Set(queue.all().map((each) => each.place)).size;
      tell(told?.error ?? words.waiting.replace("{n}", count), told?.sign_in, words.signIn);
      again = setTimeout(send, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
    sending = false;
  }

  async function deliver(entry) {
    queue.put({ ...entry, tried: true });
    const body = new FormData();
    for (const [name, value] of entry.fields) body.append(name, value);
    body.set("learner", words.learner);
    // One question alone, with the token of now.
    for (const name of ["questions", "csrfmiddlewaretoken"]) body.delete(name);
    if (entry.tried) body.set("queued", 1);
    const post = () => fetch(entry.action, { method: "POST", body, headers: { ...ASKED, "X-CSRFToken": csrfToken() } });
    let response = await post();
    // Whatever is no answer of ours keeps what is to be sent.
    let told = await response.json();
    // A cookie that fits came with the refusal.
    if (told.again) told = await (response = await post()).json();
    if (told.keep || response.status >= 500) throw { told };
    queue.remove(entry);
    tell(told.error ?? told.notice);
    if (told.error) {
      say(entry, told.error);
      if (told.next) location.assign(told.next);
      return;
    }
    if (!told.proposed && !told.superseded) {
      // What was written after it on this page was written knowing it.
      for (const later of queue.all().filter((each) => each.place === entry.place)) {
        later.fields.find(([name]) => name === "based_on")[1] = told.version;
        queue.put(later);
      }
    }
    const question = questionAt(entry.place);
    if (words.sent) tell(words.sent, location.href, words.load);
    const known = question && part(question, "based_on");
    if (!known || known.value >= told.version) return;
    // Written on another page, or on this one before it was loaded anew.
    if (part(question, "key").value !== entry.key) return tell(words.newer, location.href, words.load);
    known.value = told.version;
    say(entry, told.receipt, told.answered);
    mark(entry.place, told.answered);
  }

  function say(entry, text, isSaved) {
    const receipt = questionAt(entry.place)?.querySelector("[data-receipt]");
    const tick = isSaved && page.querySelector("[data-tick]").content.cloneNode(true);
    receipt?.replaceChildren(tick || "", text);
  }

  function tell(text, href, label) {
    notice.textContent = text ?? "";
    if (!href) return;
    const link = Object.assign(document.createElement("a"), { href, textContent: label });
    if (label === words.signIn) link.target = "_blank";
    notice.append(" ", link);
  }

  function mark(place, isAnswered) {
    const here = page.querySelector(`.question-map [data-place="${place}"]`);
    const count = page.querySelector("[data-count]");
    here.querySelector(".question-map__state").textContent = words[isAnswered ? "answered" : "unanswered"];
    count.textContent = +count.textContent + isAnswered - here.hasAttribute("data-is-answered");
    here.toggleAttribute("data-is-answered", isAnswered);
  }

  // The page may have grown old: submitted elsewhere, more time, a newer answer.
  async function ask() {
    try {
      const response = await fetch(words.standing, { headers: ASKED });
      const told = await response.json();
      if (!response.ok) return;
      if (!told.open) tell(told.notice, told.next, words.onwards);
      else if (told.seconds_left !== null) setTime?.(told.seconds_left);
      return told;
    } catch { /* it is asked again */ }
  }

  async function look() {
    await send();
    const told = await ask();
    if (!told?.open || queue.all().length || typing.size) return;
    for (const question of page.querySelectorAll("[data-question]")) {
      if (told.versions[question.dataset.place] > part(question, "based_on")?.value) tell(words.newer, location.href, words.load);
    }
  }

  const setTime = words.secondsLeft && keepTime(page, ask);
  // What the server could not take without a sign-in, and what waited here.
  page.querySelectorAll("[data-unsaved]").forEach(remember);
  send();
}
