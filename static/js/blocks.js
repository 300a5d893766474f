// What a lesson's blocks do beyond being read. Without this, embeds are links, each passage's
// plain language is chosen by itself, and an opened term stays until it is closed.

// Nothing of another service is asked for before the reader wants it.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-embed-load]");
  if (!button) return;
  const block = button.closest("[data-embed]");
  const frame = document.createElement("iframe");
  frame.src = block.dataset.embed;
  frame.title = block.dataset.embedTitle;
  frame.className = "embed__frame";
  frame.allow = "fullscreen; picture-in-picture";
  // The services play only for a page that says where it is; they get its origin, not its path.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation");
  block.querySelector("[data-embed-place]").replaceChildren(frame);
  frame.tabIndex = 0;
  frame.focus();
});
for (const button of document.querySelectorAll("[data-embed-load]")) button.hidden = false;

// Whoever reads in plain language reads so everywhere, until they choose otherwise.
const PLAIN = "plain-language";

function choosePlain(wanted) {
  for (const choice of document.querySelectorAll("[data-plain]")) {
    choice.checked = (choice.dataset.plain === "yes") === wanted;
  }
}

function remembered() {
  try {
    return localStorage.getItem(PLAIN) === "yes";
  } catch {
    return false; // A browser that keeps nothing: the passage's own choice still works.
  }
}

if (remembered()) choosePlain(true);
document.addEventListener("change", ({ target }) => {
  if (!target.dataset?.plain) return;
  // The passage at hand stays where it is while others above it change their length.
  const before = target.getBoundingClientRect().top;
  choosePlain(target.dataset.plain === "yes");
  window.scrollBy({ top: target.getBoundingClientRect().top - before, behavior: "instant" });
  try {
    localStorage.setItem(PLAIN, target.dataset.plain);
  } catch {
    // As above.
  }
});

// Whoever goes on by keyboard leaves an opened term behind, and it must hide nothing of the text.
document.addEventListener("focusin", ({ target }) => {
  const card = document.querySelector(".term-card:popover-open");
  if (!card || card.contains(target)) return;
  if (target.getAttribute("popovertarget") !== card.id) card.hidePopover();
});
