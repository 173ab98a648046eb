// The report of a day: a button that prints it, where a script can.
const button = document.querySelector("#print");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => globalThis.print());
}
