/* Small helps on top of pages that work without any script. Loaded deferred on every page. */
(() => {
  "use strict";

  const live = document.getElementById("loi-bao");
  const say = (text) => { if (live) { live.textContent = text; } };

  /* A form leaves once. The server also refuses the second copy by its idempotency key. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    const button = event.submitter || form.querySelector("[type=submit]");
    if (button) {
      button.classList.add("is-busy");
      button.setAttribute("aria-busy", "true");
      say("Đang gửi");
    }
  });

  /* Coming back with the browser's button must find a form that can be sent again. */
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) { delete form.dataset.sent; }
    for (const button of document.querySelectorAll(".is-busy")) {
      button.classList.remove("is-busy");
      button.removeAttribute("aria-busy");
    }
  });

  const summary = document.querySelector(".error-summary");
  if (summary) { summary.focus(); }

  /* Characters used: data-limit on the textarea; counted as the server counts, after composing accents. */
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");
  for (const box of document.querySelectorAll("textarea[data-limit]")) {
    const limit = Number(box.dataset.limit);
    const line = document.createElement("p");
    line.className = "field-counter";
    box.insertAdjacentElement("afterend", line);
    const count = () => {
      const used = Array.from(box.value.normalize("NFC")).length;
      line.textContent = `Đã viết ${grouped(used)}/${grouped(limit)} ký tự`;
      line.classList.toggle("is-over", used > limit);
      if (used > limit) { say(`Quá ${grouped(used - limit)} ký tự`); }
    };
    box.addEventListener("input", count);
    count();
  }

  /* Buttons that mean nothing without a script are written with "hidden" and shown here. */
  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) { continue; }
    button.hidden = false;
    button.addEventListener("click", () => {
      const source = document.getElementById(button.dataset.copy);
      navigator.clipboard.writeText(source.textContent.trim()).then(() => {
        button.textContent = "Đã chép";
        say("Đã chép mã");
      });
    });
  }

  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  /* Escape closes an opened menu and gives the focus back to its heading. */
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
