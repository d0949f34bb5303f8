// A swap that replaces the button somebody pressed gives them the same button, by its id, back in focus.
let held = "";

document.addEventListener("htmx:before:swap", () => {
  held = document.activeElement?.id ?? "";
});
document.addEventListener("htmx:after:swap", () => {
  if (held && document.activeElement === document.body) {
    document.getElementById(held)?.focus({ preventScroll: true });
  }
});
