"""
How long the extension keeps a page waiting: 375 fields found, judged, placed and given their signs, in real browsers.

For each rulebook and browser, the longest stretch during which the page could do nothing else, and the total until all
signs near the window stand: for loading the rules, and for what follows. In Chromium the browser's own count of long
tasks (50 ms and more) stands beside. Numbers are the best of several runs; a run that is longer than `GATE` fails.
"""

import argparse
import json
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar, Final

import made

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.extension.browsers import Browser, start  # noqa: E402 - the tests' own way to start browsers
from tests.extension.hints.staging import EXTENSION, STAGE, staged_page  # noqa: E402

from casevide.rulefolder import load_rulebook  # noqa: E402

GATE: Final = 50.0
"""Milliseconds: a task of the page that is longer is called long (W3C, Long Tasks API)."""

_RUNS: Final = 8
_BROWSERS: Final = ("chromium", "firefox")
_RULEBOOKS: Final[Mapping[str, Callable[[], Mapping[str, Any]]]] = {
    "100 phrases": lambda: made.rulebook(100).content,
    "10,000 phrases": lambda: made.rulebook(10_000).content,
    "the shipped rules": lambda: load_rulebook().content,
}

_MEASURE: Final = """(async () => {
  const tasks = [];
  const known = (PerformanceObserver.supportedEntryTypes ?? []).includes("longtask");
  const observer = known ? new PerformanceObserver((list) => tasks.push(...list.getEntries())) : null;
  observer?.observe({ type: "longtask" });
  const text = await (await fetch("/rulebook.json")).text();
  const since = performance.now();
  let until = 0;
  const load = await longestGap(async () => {
    loadedRulebook = Rulebook.fromJson(text);
    await loadedRulebook;
    until = performance.now() - since;
  });
  const began = performance.now();
  let drawn = began;
  new MutationObserver(() => (drawn = performance.now())).observe(document, { subtree: true, childList: true });
  const show = await longestGap(() => begin());
  await new Promise((resume) => setTimeout(resume, 100));
  return {
    ...{ load, loaded: until, show, shown: drawn - began },
    ...{ signs: mountedHere().length, fields: stage.look.judged.length, tasks: known ? tasks.length : null },
  };
})()"""

_GECKO: Final = {"browser_specific_settings": {"gecko": {"id": "empty@example.org"}}}
_EMPTY: Final = {"manifest_version": 3, "name": "Empty", "version": "1"}
"""The browsers of the tests start with an extension; here it has nothing to do."""


class _Handler(SimpleHTTPRequestHandler):
    pages: ClassVar[dict[str, str]] = {}

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments, directory=str(EXTENSION))

    def do_GET(self) -> None:
        page = self.pages.get(self.path)
        if page is None:
            super().do_GET()
            return
        body = page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def measure(browser: Browser, address: str) -> dict[str, Any]:
    """Give the best of some runs: milliseconds for loading and showing, each longest and total; signs; long tasks."""
    runs = []
    for _ in range(_RUNS):
        browser.go(address)
        runs.append(browser.run(_MEASURE))
    return {name: None if runs[0][name] is None else min(run[name] for run in runs) for name in runs[0]}


def main(arguments: list[str]) -> int:
    """Measure and print; give 1 if a page was kept waiting for too long."""
    asked = argparse.ArgumentParser(prog="benchmarks/browser.py", description=__doc__)
    asked.add_argument("--browser", choices=_BROWSERS, action="append", help="only this one")
    chosen = asked.parse_args(arguments).browser or _BROWSERS
    _Handler.pages |= {"/hints-stage.js": STAGE, "/hints.html": staged_page(made.form())}
    failed = False
    print(f"{'':<29} {'rules: longest':>14} {'total':>6} {'page: longest':>14} {'total':>6} {'signs':>6}  long tasks")
    with ExitStack() as stack:
        server = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), _Handler))
        stack.callback(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name in chosen:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
            (folder / "empty").mkdir()
            (folder / "empty" / "manifest.json").write_text(json.dumps(_EMPTY | _GECKO), "utf-8")
            browser = start(name, folder, folder / "empty", stack)
            browser.viewport(1366, 768)
            for title, content in _RULEBOOKS.items():
                _Handler.pages["/rulebook.json"] = json.dumps(content())
                found = measure(browser, f"http://127.0.0.1:{server.server_port}/hints.html")
                times = f"{found['load']:>14.1f} {found['loaded']:>6.0f} {found['show']:>14.1f} {found['shown']:>6.0f}"
                tasks = "not counted" if found["tasks"] is None else found["tasks"]
                print(f"{f'{name}, {title}':<29} {times} {found['signs']:>6}  {tasks}", flush=True)
                failed |= max(found["show"], found["load"]) > GATE
    print(f"Longer than {GATE:.0f} ms: see above." if failed else "The page was never kept waiting for long.")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
