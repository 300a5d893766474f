// Gives the frame of an exercise its height, and keeps how a try went. The frame is a stranger:
// what it says is only ever a number of pixels, or a statement that the server reads.

import { post } from "./posting.js";

const LEAST = 80, MOST = 12000;
// What no exercise says between two loads of its page, and no server needs to hear.
const MOST_SAID = 1000, MOST_WAITING = 50;

const height = (asked) => `${Math.min(Math.max(Number(asked) || LEAST, LEAST), MOST)}px`;

function exercise(frame) {
  const form = frame.closest(".exercise").querySelector("[data-exercise-result]");
  const tell = (action) => frame.contentWindow.postMessage({ context: "h5p", action }, "*");
  let waiting = Promise.resolve(), heard = 0, queued = 0;

  // The player's own protocol of size.
  const answers = {
    hello: () => tell("hello"),
    prepareResize(said) {
      if (said.scrollHeight === said.clientHeight && frame.clientHeight === said.scrollHeight) return;
      frame.style.height = height(said.clientHeight);
      tell("resizePrepared");
    },
    resize(said) { frame.style.height = height(said.scrollHeight); },
  };

  async function keep(statement) {
    const body = new FormData();
    body.set("statement", JSON.stringify(statement));
    const { told } = await post(form.action, body);
    const words = told.receipt ?? told.error;
    if (!words) return;
    const tick = told.receipt ? form.querySelector("[data-tick]").content.cloneNode(true) : "";
    form.querySelector("[data-receipt]").replaceChildren(tick, words);
  }

  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow || typeof data !== "object" || data === null) return;
    if (data.context === "h5p" && Object.hasOwn(answers, data.action)) answers[data.action](data);
    // One at a time: the receipt is that of the last. One that is lost on the way is lost, as an
    // exercise decides over nothing.
    if (data.context === "exercise" && form && queued < MOST_WAITING && heard < MOST_SAID) {
      heard += 1;
      queued += 1;
      waiting = waiting.then(() => keep(data.statement)).catch(() => {}).finally(() => { queued -= 1; });
    }
  });
  addEventListener("resize", () => tell("resize"));
  // The frame may have been ready before this script was.
  tell("ready");
}

document.querySelectorAll("[data-exercise]").forEach(exercise);
