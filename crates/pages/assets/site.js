// Reply links bring the form to the comment they answer. Without this script the same links load the
// page with the form set up, so nothing here is needed.
(() => {
  "use strict";
  const form = document.getElementById("comment-form");
  if (!form) return;
  const heading = form.querySelector("h3");
  const cancel = form.querySelector(".cancel");
  const parent = form.elements.namedItem("parent");
  const body = form.elements.namedItem("body");
  const place = document.createComment("");
  form.before(place);

  const settle = (words, name) => {
    heading.textContent = words;
    if (name) {
      const bdi = document.createElement("bdi");
      bdi.textContent = name;
      heading.append(" ", bdi);
    }
    cancel.hidden = !name;
    body.focus();
  };

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const reply = event.target.closest("#comments .answer a");
    if (reply) {
      event.preventDefault();
      const comment = reply.closest(".comment");
      parent.value = reply.dataset.comment;
      comment.after(form);
      settle(heading.dataset.reply, comment.querySelector("h3").textContent);
    } else if (event.target.closest(".cancel a")) {
      event.preventDefault();
      parent.value = "";
      place.after(form);
      settle(heading.dataset.write, "");
    }
  });
})();
