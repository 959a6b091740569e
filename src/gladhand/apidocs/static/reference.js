// Puts a button on every block of code that copies it. The pages are complete without this.
"use strict";

for (const block of document.querySelectorAll(".code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy: ${block.querySelector("figcaption").textContent}`);
  button.addEventListener("click", async () => {
    const text = block.querySelector("code");
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      // Without TLS a browser gives no access to the clipboard: select the text, so that a key press copies it.
      getSelection().selectAllChildren(text);
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  block.prepend(button);
}

// A link to a part that lies inside closed details opens them.
function uncover() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let each = target && target.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
}
addEventListener("hashchange", uncover);
uncover();
document.querySelector(".contents").addEventListener("click", (event) => {
  if (event.target.closest("a")) event.currentTarget.open = false;
});
