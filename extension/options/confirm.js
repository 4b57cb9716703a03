/** Asks before something is lost that cannot be brought back. */
"use strict";

/**
 * Ask, in plain words, and wait for the answer.
 *
 * @param {string} question
 * @param {string} yes What the button says that goes on.
 * @returns {Promise<boolean>}
 */
function confirmed(question, yes) {
  const dialog = byId("confirm", HTMLDialogElement);
  byId("confirm-ask").textContent = question;
  byId("confirm-yes").textContent = yes;
  dialog.returnValue = "";
  dialog.showModal();
  byId("confirm-no").focus(); // a hasty Enter loses nothing
  byId("confirm-no").onclick = () => dialog.close("no");
  byId("confirm-yes").onclick = () => dialog.close("yes");
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true });
  });
}
