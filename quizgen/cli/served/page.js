// Keys go to the terminal as soon as it is there, without a click.
const focus = () => document.querySelector(".xterm-helper-textarea")?.focus();
new MutationObserver(focus).observe(document.body, { attributes: true, attributeFilter: ["class"] });
window.addEventListener("focus", focus);
document.getElementById("again").addEventListener("click", () => window.location.reload());
