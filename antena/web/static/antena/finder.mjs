// The town finder as a combobox (ARIA 1.2, list autocomplete): htmx brings the options, this moves among them.
// Without this module, or without htmx, it is an ordinary search form.
const ready = "finderReady";

function prepare(finder) {
  if (finder.dataset[ready] || !window.htmx) return;
  finder.dataset[ready] = "yes";
  const input = finder.querySelector("input");
  const found = finder.querySelector(".found");
  // a form that only looks like it, and asks for a page of answers
  if (!found) return;
  let current = -1;

  const options = () => [...found.querySelectorAll('[role="option"]')];
  const select = (index) => {
    const all = options();
    current = all.length ? (index + all.length) % all.length : -1;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === current)));
    const chosen = all[current];
    if (chosen) {
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    found.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    current = -1;
  };
  const open = () => {
    found.hidden = !input.value.trim() || !found.firstElementChild;
    input.setAttribute("aria-expanded", String(!found.hidden && options().length > 0));
    current = -1;
  };
  const go = (option) => window.location.assign(option.dataset.href);

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", found.dataset.list);
  input.addEventListener("htmx:after:swap", open);
  input.addEventListener("focus", () => found.firstElementChild && open());
  input.addEventListener("input", () => input.value.trim() || close());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found.hidden) open();
      else select(event.key === "ArrowDown" ? current + 1 : current <= 0 ? -1 : current - 1);
    } else if (event.key === "Escape" && !found.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && current >= 0 && !found.hidden) {
      event.preventDefault();
      go(options()[current]);
    }
  });
  found.addEventListener("mousedown", (event) => event.preventDefault());
  found.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) go(option);
  });
  finder.addEventListener("focusout", (event) => finder.contains(event.relatedTarget) || close());
}

const prepareAll = () => document.querySelectorAll("form.finder").forEach(prepare);
prepareAll();
document.addEventListener("htmx:after:swap", prepareAll);
