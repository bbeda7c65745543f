// The page about a promise: answers change in place when a day or a supposition changes. Without scripts the form asks.
"use strict";

(() => {
  const form = document.getElementById("question");
  const day = document.getElementById("on");
  if (!form || !day) return;

  // A slider over the years and the days on which something changes.
  const stops = new Set();
  const iso = (date) => date.toISOString().slice(0, 10);
  const before = (text) => { const date = new Date(`${text}T00:00:00Z`); date.setUTCDate(date.getUTCDate() - 1); return iso(date); };
  for (const text of form.dataset.stops.trim().split(/\s+/)) if (text) { stops.add(before(text)); stops.add(text); }
  for (let year = Number(form.dataset.first.slice(0, 4)); year <= Number(form.dataset.last.slice(0, 4)); year += 1) {
    stops.add(`${String(year).padStart(4, "0")}-01-01`);
  }
  const days = [...stops].sort();
  const holder = document.createElement("div");
  holder.className = "slider";
  holder.innerHTML = '<label for="slide">From year to year, from change to change</label><input id="slide" type="range" min="0" step="1">';
  day.parentElement.after(holder);
  const slide = holder.querySelector("input");
  slide.max = String(days.length - 1);
  const follow = () => {
    const at = days.findLastIndex((text) => text <= day.value);
    slide.value = String(Math.max(0, at));
    slide.setAttribute("aria-valuetext", day.value);
  };
  follow();

  // What is supposed is supposed on the day that is looked at, unless somebody has said another day.
  const dates = [...form.querySelectorAll('[name^="day-"]')];
  const untouched = new Set(dates.filter((field) => !field.closest(".suppose").querySelector(":checked")));
  form.addEventListener("change", (event) => {
    untouched.delete(event.target);
    if (event.target.checked) untouched.delete(form.elements[`day-${event.target.value}`]);
  });
  const carry = () => { for (const field of untouched) field.value = day.value; };

  // What the form asks, in its short form: events that are supposed come with their days.
  const asked = () => {
    const query = new URLSearchParams({ on: day.value });
    for (const box of form.querySelectorAll('[name="happened"]:checked')) {
      query.append("assume", `${box.value}=${form.elements[`day-${box.value}`].value || day.value}`);
    }
    for (const box of form.querySelectorAll('[name="without"]:checked')) query.append("without", box.value);
    return query;
  };

  let running = null;
  let timer = 0;
  const ask = async (query, hash = "") => {
    clearTimeout(timer);
    running?.abort();
    running = new AbortController();
    const answer = document.getElementById("answer");
    const address = `${form.getAttribute("action")}?${query}`;
    answer.classList.add("busy");
    answer.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, { headers: { Accept: "text/html" }, signal: running.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("answer");
      if (!fresh) { location.assign(address); return; }
      const told = document.getElementById("told")?.textContent;
      const open = [...answer.querySelectorAll("details.table[open], form.small details[open]")].length;
      const scrolled = [...answer.querySelectorAll(".scroll")].map((each) => [each.getAttribute("aria-label"), each.scrollLeft]);
      answer.replaceWith(fresh);
      document.getElementById("glance")?.replaceWith(...page.querySelectorAll("#glance"));
      for (const [label, left] of scrolled) {
        const again = [...fresh.querySelectorAll(".scroll")].find((each) => each.getAttribute("aria-label") === label);
        if (again) again.scrollLeft = left;
      }
      fresh.dispatchEvent(new CustomEvent("answered", { bubbles: true }));
      if (open) for (const each of fresh.querySelectorAll("details.table")) each.open = true;
      history.replaceState(null, "", address + hash);
      if (hash) document.querySelector(hash)?.scrollIntoView();
      const now = document.getElementById("told");
      if (now && now.textContent !== told) { const text = now.textContent; now.textContent = ""; setTimeout(() => { now.textContent = text; }, 50); }
    } catch (error) {
      if (error.name === "AbortError") return;
      location.assign(address);
    }
  };

  const soon = () => { clearTimeout(timer); timer = setTimeout(() => ask(asked()), 120); };
  slide.addEventListener("input", () => { day.value = days[Number(slide.value)]; slide.setAttribute("aria-valuetext", day.value); carry(); soon(); });
  form.addEventListener("change", (event) => {
    if (event.target === slide) return;
    if (!day.value) return;
    follow();
    carry();
    soon();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(asked()); });

  // Somebody may have been faster than this script, and a browser fills in again what was there before a reload.
  const early = [...form.elements].filter((field) => field.name &&
    (field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));
  if (early.length && day.value) {
    for (const field of early) untouched.delete(field);
    carry();
    soon();
  }

  // "Why?" under another perspective, without leaving the page.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('#answer a[href$="#why"]');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const query = asked();
    query.set("why", new URL(link.href).searchParams.get("why"));
    ask(query, "#why");
  });
})();
