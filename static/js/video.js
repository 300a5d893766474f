// Chapters lead within the player, and what was watched is kept. Without this file chapters open
// the video at their moment, and the form's button does the rest.

import { post } from "./posting.js";

const EVERY = 20; // seconds of watching

function chapters(block, player) {
  block.addEventListener("click", (event) => {
    const link = event.target.closest("[data-seek]");
    if (!link || !player) return;
    event.preventDefault();
    player.currentTime = Number(link.dataset.seek);
    player.play().catch(() => {});
    player.focus();
  });
}

// The player itself knows what it has played: sending all of it again changes nothing.
function played(player) {
  return Array.from({ length: player.played.length }, (_, at) => {
    const end = Math.min(Math.ceil(player.played.end(at)), Math.floor(player.duration));
    return `${Math.floor(player.played.start(at))}-${end}`;
  }).join(",");
}

function keep(form, player) {
  const receipt = form.querySelector("[data-receipt]");
  let sent = "", last = 0;

  async function send(keepalive = false) {
    if (!Number.isFinite(player.duration)) return;
    const intervals = played(player);
    if (!intervals || intervals === sent) return;
    sent = intervals;
    const body = new FormData();
    body.set("intervals", intervals);
    body.set("length", Math.floor(player.duration));
    try {
      const { ok, told } = await post(form.action, body, keepalive);
      if (!ok) return;
      const tick = form.querySelector("[data-tick]").content.cloneNode(true);
      receipt.replaceChildren(...(told.receipt ? [tick, told.receipt] : []));
    } catch {
      sent = ""; // The next report holds this one too.
    }
  }

  player.addEventListener("pause", () => send());
  player.addEventListener("ended", () => send());
  player.addEventListener("timeupdate", () => {
    if (Math.abs(player.currentTime - last) < EVERY) return;
    last = player.currentTime;
    send();
  });
  addEventListener("pagehide", () => send(true));
}

for (const block of document.querySelectorAll("[data-video]")) {
  const player = block.querySelector("video");
  const form = block.querySelector("[data-watched]");
  chapters(block, player);
  if (player && form) keep(form, player);
}
