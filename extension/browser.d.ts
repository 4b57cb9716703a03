// The parts of the browsers' extension interface that are used here, and nothing more: who wants another part writes it
// down first. Both browsers know `chrome.*` with promises; what only one of them has is marked as optional.

declare function importScripts(...addresses: string[]): void;

declare namespace chrome {
  interface Listeners<Call extends (...given: never[]) => unknown, Extra extends unknown[] = []> {
    addListener(listener: Call, ...extra: Extra): void;
    removeListener(listener: Call): void;
    hasListener(listener: Call): boolean;
  }

  interface Sender {
    tab?: tabs.Tab;
    frameId?: number;
    url?: string;
    origin?: string;
  }

  interface Port {
    name: string;
    sender?: Sender;
    postMessage(message: unknown): void;
    disconnect(): void;
    onMessage: Listeners<(message: any, port: Port) => void>;
    onDisconnect: Listeners<(port: Port) => void>;
  }

  namespace runtime {
    const lastError: { message: string } | undefined;
    const id: string;
    function getURL(path: string): string;
    function getManifest(): { version: string; background?: { scripts?: string[] } };
    function getPlatformInfo(): Promise<unknown>;
    function openOptionsPage(): Promise<void>;
    function connect(options: { name: string }): Port;
    function sendMessage(message: unknown): Promise<any>;
    const onMessage: Listeners<(message: any, sender: Sender, answer: (answer: unknown) => void) => boolean | void>;
    const onConnect: Listeners<(port: Port) => void>;
    const onInstalled: Listeners<(details: { reason: string }) => void>;
    const onStartup: Listeners<() => void>;
  }

  namespace i18n {
    function getUILanguage(): string;
  }

  namespace storage {
    interface Area {
      get(keys?: string | string[] | null): Promise<Record<string, unknown>>;
      set(values: Record<string, unknown>): Promise<void>;
      remove(keys: string | string[]): Promise<void>;
      clear(): Promise<void>;
    }
    const local: Area;
    const onChanged: Listeners<(changes: Record<string, { newValue?: unknown }>, area: string) => void>;
  }

  namespace tabs {
    interface Tab {
      id?: number;
      windowId: number;
      url?: string;
      active: boolean;
    }
    function query(wanted: {
      active?: boolean;
      currentWindow?: boolean;
      lastFocusedWindow?: boolean;
      windowId?: number;
      url?: string | string[];
    }): Promise<Tab[]>;
    function get(id: number): Promise<Tab>;
    function reload(id: number): Promise<void>;
    function create(options: { url: string }): Promise<Tab>;
    function sendMessage(id: number, message: unknown, options?: { frameId: number }): Promise<any>;
    function connect(id: number, options: { name: string; frameId?: number }): Port;
    const onActivated: Listeners<(info: { tabId: number; windowId: number }) => void>;
    const onUpdated: Listeners<(id: number, change: { status?: string; url?: string }, tab: Tab) => void>;
    const onRemoved: Listeners<(id: number) => void>;
  }

  namespace permissions {
    interface Wanted {
      origins: string[];
    }
    function contains(wanted: Wanted): Promise<boolean>;
    function request(wanted: Wanted): Promise<boolean>;
    function remove(wanted: Wanted): Promise<boolean>;
    const onAdded: Listeners<(added: { origins?: string[] }) => void>;
    const onRemoved: Listeners<(removed: { origins?: string[] }) => void>;
  }

  namespace scripting {
    interface Script {
      id: string;
      matches: string[];
      js: string[];
      allFrames?: boolean;
      matchOriginAsFallback?: boolean;
      persistAcrossSessions?: boolean;
      runAt?: "document_start" | "document_end" | "document_idle";
    }
    interface Target {
      tabId: number;
      allFrames?: boolean;
      frameIds?: number[];
    }
    function registerContentScripts(scripts: Script[]): Promise<void>;
    function updateContentScripts(scripts: Script[]): Promise<void>;
    function unregisterContentScripts(wanted?: { ids: string[] }): Promise<void>;
    function getRegisteredContentScripts(wanted?: { ids: string[] }): Promise<Script[]>;
    function executeScript<Result>(
      injection: { target: Target; files: string[] } | { target: Target; func: () => Result },
    ): Promise<{ frameId: number; result?: Result }[]>;
  }

  namespace action {
    function setIcon(options: { tabId: number; path: Record<string, string> }): Promise<void>;
    function setTitle(options: { tabId: number; title: string }): Promise<void>;
    function setBadgeText(options: { tabId: number; text: string }): Promise<void>;
    function setBadgeBackgroundColor(options: { tabId?: number; color: string }): Promise<void>;
    function setBadgeTextColor(options: { tabId?: number; color: string }): Promise<void>;
  }

  namespace commands {
    function getAll(): Promise<{ name?: string; description?: string; shortcut?: string }[]>;
    const onCommand: Listeners<(name: string, tab?: tabs.Tab) => void>;
  }

  namespace proxy {
    type Server = { type: "direct" } | { type: "http"; host: string; port: number };
    interface Request {
      url: string;
      method: string;
      type: string;
    }
    /** Chromium only. */
    const settings:
      | {
          get(options: object): Promise<{ value: { mode: string }; levelOfControl: string }>;
          set(options: {
            value: { mode: "pac_script"; pacScript: { data: string; mandatory: boolean } };
            scope: "regular";
          }): Promise<void>;
          clear(options: { scope: "regular" }): Promise<void>;
        }
      | undefined;
    /** Firefox only. */
    const onRequest:
      | Listeners<(request: Request) => Promise<Server | Server[]>, [{ urls: string[]; types: string[] }]>
      | undefined;
  }

  /** Chromium only. */
  const sidePanel: { open(where: { tabId?: number; windowId?: number }): Promise<void> } | undefined;

  /** Firefox only. */
  const sidebarAction: { open(): Promise<void>; toggle(): Promise<void> } | undefined;
}
