// Asks the browser for a passkey when a form with `data-passkey` is sent, and sends the answer with it.
(() => {
  "use strict";

  const form = document.querySelector("form[data-passkey]");
  const isSupported = window.PublicKeyCredential?.parseCreationOptionsFromJSON
    && window.PublicKeyCredential.parseRequestOptionsFromJSON && window.PublicKeyCredential.prototype.toJSON;
  if (!form || !isSupported) return;
  const credentials = {
    create: (options) => navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    }),
    get: (options) => navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    }),
  };
  const ask = credentials[form.dataset.passkey];
  const failed = form.querySelector("[data-failed]");
  let isAsking = false;

  document.querySelector("[data-no-passkeys]")?.remove();
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    failed.hidden = true;
    try {
      const credential = await ask(JSON.parse(form.dataset.options));
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      // Cancelled, timed out, or no passkey of this site is there.
      failed.hidden = false;
    } finally {
      isAsking = false;
    }
  });
})();
