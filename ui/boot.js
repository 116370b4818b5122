// Starts the WebAssembly program. Theme and contrast kept from last time are set first, so that a dark window does not flash white.
import init from "./longshore-ui.js";

const theme = localStorage.getItem("longshore.theme");
const dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.dataset.theme = dark ? "dark" : "light";
const more = localStorage.getItem("longshore.contrast") === "more" || matchMedia("(prefers-contrast: more)").matches;
document.documentElement.dataset.contrast = more ? "more" : "normal";

const stopped = document.getElementById("stopped");
document.getElementById("reload").addEventListener("click", () => location.reload());

init().catch((error) => {
  console.error(error);
  stopped.hidden = false;
  window.__TAURI__?.core.invoke("call", { name: "window_stopped", args: { why: String(error) } });
});
