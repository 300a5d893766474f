// Keeps marks as they are made, and shows the score that the server counts of them.

import { poster } from "./posting.js";

function keep(form) {
  const plan = poster(form, {
    pause: 600,
    body: () => new FormData(form),
    done({ score }) {
      const place = form.querySelector("[data-score]");
      place.replaceChildren(document.createRange().createContextualFragment(score));
    },
  });
  form.addEventListener("change", plan);
}

for (const form of document.querySelectorAll("[data-checklist]")) keep(form);
