// Opens the reading settings on the page itself. Without this the link leads to their own page,
// which leads back; site.js shows each choice at once on either.

export async function toggle(link) {
  const panel = link.panel ?? (await made(link));
  panel.hidden = !panel.hidden;
  link.ariaExpanded = String(!panel.hidden);
  if (!panel.hidden) panel.querySelector("input:checked").focus();
}

async function made(link) {
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = document.adoptNode(page.querySelector("[data-settings]"));
  const panel = Object.assign(document.createElement("div"), { hidden: true, id: "asetukset" });
  panel.append(form);
  link.parentElement.after(panel);
  link.panel = panel;
  link.role = "button";
  link.setAttribute("aria-controls", panel.id);
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close(link));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.value === "clear") asPagesCome(form);
    else close(link);
  });
  return panel;
}

function close(link) {
  link.panel.hidden = true;
  link.ariaExpanded = "false";
  link.focus();
}

function asPagesCome(form) {
  for (const choice of form.querySelectorAll("input[type=radio][value='']:not(:checked)")) {
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
