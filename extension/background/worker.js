/** Chromium's service worker: loads the same files, in the same order, as Firefox's event page does by itself. */
"use strict";

importScripts(...(chrome.runtime.getManifest().background?.scripts ?? []).map((path) => `/${path}`));
