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

// Whoever reads in plain language reads so everywhere; site.js keeps it for the next page.
document.addEventListener("change", ({ target }) => {
  if (!target.dataset?.plain) return;
  // The passage at hand stays where it is while others above it change their length.
  const before = target.getBoundingClientRect().top;
  for (const choice of document.querySelectorAll("[data-plain]")) {
    choice.checked = choice.dataset.plain === target.dataset.plain;
  }
  window.scrollBy({ top: target.getBoundingClientRect().top - before, behavior: "instant" });
});

// Whoever goes on by keyboard leaves an opened term behind, and it must hide nothing of the text.
document.addEventListener("focusin", ({ target }) => {
  const card = document.querySelector(".term-card:popover-open");
  if (!card || card.contains(target)) return;
  if (target.getAttribute("popovertarget") !== card.id) card.hidePopover();
});

// How pages look is chosen beside the text, and a lesson saved where it is; without this, or where
// its script cannot be had, each link leads to a page of its own.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-settings-here], [data-offline=lesson]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const opened = link.matches("[data-offline]")
    ? import("./offline.js").then(({ open }) => open(link))
    : import("./settings-here.js").then(({ toggle }) => toggle(link));
  opened.catch(() => location.assign(link.href));
});

// The reader's own margin wakes when they begin to read: nothing of it is needed before.
if (document.getElementById("own")) {
  const wake = () => import("./margin.js");
  for (const sign of ["scroll", "pointerdown", "keydown"]) {
    addEventListener(sign, wake, { once: true, passive: true });
  }
}
