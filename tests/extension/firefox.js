/**
 * What the tests evaluate in Firefox's own window: reach into places that WebDriver BiDi does not show, the extension's
 * event page and its content scripts; emulate media.
 */
"use strict";

/** Runs in every process of Firefox; answers in the one that holds the document asked for. */
const CHILD = `(async ({ id, content, expression, name, addon }) => {
  const page = BrowsingContext.get(id);
  if (!page?.docShell) return;
  const tell = (failed, told) => Services.cpmm.sendAsyncMessage(name, [failed, told]);
  try {
    let target = page.docShell.domWindow;
    if (content) {
      const { ExtensionContent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionContent.sys.mjs");
      target = ExtensionContent.getAllContentScriptGlobals().find(
        (one) => Cu.getSandboxMetadata(one)?.addonId === addon && one.window === target,
      );
      if (!target) throw new Error("no such scripts in " + page.docShell.domWindow.location);
    }
    const { addDebuggerToGlobal } = ChromeUtils.importESModule("resource://gre/modules/jsdebugger.sys.mjs");
    const room = Cu.Sandbox(Services.scriptSecurityManager.getSystemPrincipal(), { freshCompartment: true });
    addDebuggerToGlobal(room); // it sees what is declared with const and class, and no policy of the page stops it
    const watching = new room.Debugger();
    const done = watching.addDebuggee(target).executeInGlobal(expression);
    watching.removeAllDebuggees();
    if ("throw" in done) throw new Error(String(done.throw.unsafeDereference?.() ?? done.throw));
    tell(false, await done.return.unsafeDereference());
  } catch (error) {
    tell(true, String(error));
  }
})`;

const inFirefox = {
  context(id) {
    const { NavigableManager } = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
    return NavigableManager.getBrowsingContextById(id);
  },

  async eventPage(addon) {
    const { extension } = WebExtensionPolicy.getByID(addon);
    await extension.wakeupBackground?.();
    return [...extension.views].find((view) => view.viewType === "background").xulBrowser.browsingContext;
  },

  /** Evaluate in the event page (no context), or beside the page of a context, among the content scripts. */
  async evaluate(addon, context, expression) {
    const { id } = context ? this.context(context) : await this.eventPage(addon);
    const name = `answer ${Math.random()}`;
    const asked = JSON.stringify({ id, content: Boolean(context), expression, name, addon });
    return new Promise((resolve, reject) => {
      const heard = ({ data: [failed, told] }) => {
        Services.ppmm.removeMessageListener(name, heard);
        if (failed) reject(new Error(told));
        else resolve(told);
      };
      Services.ppmm.addMessageListener(name, heard);
      const script = encodeURIComponent(`${CHILD}(${asked})`);
      Services.ppmm.loadProcessScript(`data:application/javascript;charset=utf-8,${script}`, false);
    });
  },

  media(context, settings) {
    for (const [name, value] of Object.entries(settings)) {
      const page = this.context(context);
      if (name in page) page[name] = value;
    }
    return true;
  },
};
