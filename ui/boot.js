// Starts the WebAssembly program. The theme kept from last time is set first, so that a dark window does not flash white.
import init from "./longshore-ui.js";

const theme = localStorage.getItem("longshore.theme");
const dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.dataset.theme = dark ? "dark" : "light";

const stopped = document.getElementById("stopped");
document.getElementById("reload").addEventListener("click", () => location.reload());

init().catch((error) => {
  console.error(error);
  stopped.hidden = false;
});
