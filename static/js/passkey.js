/* Passkeys. A button with data-passkey="get" or "create" asks the server for a challenge (data-challenge), lets the
   device sign it, puts the answer into the form's field data-passkey-answer and sends the form. */
(() => {
  "use strict";

  if (!window.PublicKeyCredential) { return; }

  const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0)
  );
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const asked = {
    get: (options) => navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: known(options.allowCredentials),
      },
    }),
    create: (options) => navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
      },
    }),
  };

  const written = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) { response[part] = text(credential.response[part]); }
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const challengeFor = async (button) => {
    const token = button.form.elements.csrfmiddlewaretoken.value;
    const answer = await fetch(button.dataset.challenge, {
      method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin",
    });
    if (!answer.ok) { throw new Error(String(answer.status)); }
    return (await answer.json()).publicKey;
  };

  for (const button of document.querySelectorAll("button[data-passkey]")) {
    const failed = document.getElementById(button.getAttribute("aria-describedby"));
    button.hidden = false;
    button.addEventListener("click", async () => {
      failed.hidden = true;
      button.disabled = true;
      try {
        const credential = await asked[button.dataset.passkey](await challengeFor(button));
        button.form.querySelector("[data-passkey-answer]").value = written(credential);
        button.form.requestSubmit();
      } catch {
        failed.hidden = false;
      } finally {
        button.disabled = false;
      }
    });
  }
})();
