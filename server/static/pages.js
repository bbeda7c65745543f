// What the pages do where scripts run; without them everything is there all the same.
"use strict";

(() => {
  // Buttons that copy a text: they are hidden where nothing would happen. Some come later, with an answer.
  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;
    document.addEventListener("click", async (event) => {
      const button = event.target.closest?.("button[data-copy]");
      if (!button || button.dataset.copied) return;
      const text = button.innerHTML;
      button.dataset.copied = "true";
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = "Copied";
      button.setAttribute("aria-live", "polite");
      setTimeout(() => { button.innerHTML = text; delete button.dataset.copied; }, 2000);
    });
  }

  // Where a time line is wider than the window, the day that is asked about comes into view.
  const toDay = (within) => {
    for (const day of within.querySelectorAll(".timeline .day")) {
      const holder = day.closest(".scroll"), at = day.getBoundingClientRect(), box = holder.getBoundingClientRect();
      const names = holder.querySelector(".names")?.getBoundingClientRect().right ?? box.left;
      if (at.left < names || at.right > box.right) holder.scrollLeft += at.left - box.left - box.width * 0.6;
    }
  };
  // Today is mostly at the end, where nothing is labelled: only a day that somebody chose is looked for.
  if (new URLSearchParams(location.search).has("on")) toDay(document);
  document.addEventListener("answered", (event) => toDay(event.target));

  // Definitions show on hover and focus; Escape puts them away (WCAG 2.1, 1.4.13).
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const term of document.querySelectorAll(".term:hover, .term:focus-within")) term.classList.add("away");
  });
  const back = (event) => event.target.closest?.(".term.away")?.classList.remove("away");
  document.addEventListener("focusout", back);
  document.addEventListener("mouseout", back);
})();
