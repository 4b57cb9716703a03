/** Where the background begins: who it listens to. It may be put to sleep at any time and begins here again. */
"use strict";

/** @param {chrome.tabs.Tab | undefined} tab */
async function openPanel(tab) {
  // Nothing may be awaited before: the browsers open it only while the key or click is fresh.
  if (chrome.sidebarAction !== undefined) return chrome.sidebarAction.open();
  return chrome.sidePanel?.open(tab?.id === undefined ? {} : { tabId: tab.id });
}

/**
 * @param {string} name
 * @param {chrome.tabs.Tab | undefined} tab
 */
async function passCommand(name, tab) {
  const id = tab?.id ?? (await chrome.tabs.query({ active: true, lastFocusedWindow: true }))[0]?.id;
  try {
    if (id !== undefined) await chrome.tabs.sendMessage(id, { tell: "command", name });
  } catch {
    // nobody listens: the page is none of a listed site
  }
}

chrome.runtime.onMessage.addListener((asked, sender, answer) => {
  answerTo(asked, sender).then(
    (told) => answer(told ?? null),
    (error) => answer({ error: String(error) }),
  );
  return true;
});

chrome.runtime.onConnect.addListener((port) => {
  if (port.name === "use") health.watch(port);
});

chrome.commands.onCommand.addListener((name, tab) => void (name === "panel" ? openPanel(tab) : passCommand(name, tab)));

chrome.permissions.onAdded.addListener((added) => void given(added));
chrome.permissions.onRemoved.addListener(() => void settle());
chrome.tabs.onRemoved.addListener((tab) => void counts.delete(tab));

// A browser that was closed while the proxy ran still has its route, and an update forgets the registered scripts.
chrome.runtime.onStartup.addListener(() => void settle());
chrome.runtime.onInstalled.addListener(() => void settle());
void route.update(); // likewise after a crash
