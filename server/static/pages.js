// What the pages do where scripts run; without them everything is there all the same.
"use strict";

(() => {
  // Buttons that copy a text: they are hidden where nothing would happen.
  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) break;
    const text = button.innerHTML;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(source.textContent.trim());
      button.textContent = "Copied";
      button.setAttribute("aria-live", "polite");
      setTimeout(() => { button.innerHTML = text; }, 2000);
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
  toDay(document);
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
