"use strict";
// Before anything is drawn: the theme that was chosen the last time, and the fact that scripts run.
document.documentElement.classList.add("scripted");
try {
  const theme = localStorage.getItem("codetutor-theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden: the theme is the system's.
}
