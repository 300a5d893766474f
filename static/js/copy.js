// Copy an address by one press; without this script it is marked and copied by hand.

for (const part of document.querySelectorAll("[data-copy]")) {
  const button = part.querySelector("button");
  const said = part.querySelector("[role=status] > *");
  // Only on https and on one's own machine.
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = part.querySelector("input");
    try {
      await navigator.clipboard.writeText(field.value);
      said.hidden = false;
    } catch {
      field.select(); // not allowed to: what is marked can still be copied by hand
    }
  });
}
