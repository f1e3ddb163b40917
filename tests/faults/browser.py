"""A real Chromium without a window, spoken to over two pipes: no library, no port.

Source: the Chrome DevTools Protocol; `--remote-debugging-pipe` reads messages from file descriptor
3 and writes to 4, each ended by a zero byte.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROGRAM = "chromium"
PATIENCE = 60  # seconds for one answer, on a busy machine
_QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--remote-debugging-pipe"),
)


@dataclass
class Browser:
    """One tab. `events`: everything it told without being asked."""

    to: int
    back: int
    session: str = ""
    sent: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)
    _read: bytes = b""

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        self.sent += 1
        message: dict[str, Any] = {"id": self.sent, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self.sent:
                assert "error" not in told, told
                result: dict[str, Any] = told["result"]
                return result
            self.events.append(told)

    def open(self, path: Path, *, width: int, dark: bool = False) -> None:
        """Show a page, and wait until it is laid out."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self.ask("Emulation.setDeviceMetricsOverride", **metrics)
        self.events.clear()
        self.ask("Page.navigate", url=path.as_uri())
        while not self._is_loaded():
            self.events.append(self._next())

    def value(self, expression: str) -> Any:
        """What a script would see; the page itself may run none."""
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def pdf(self) -> bytes:
        return base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True)["data"])

    def picture(self) -> bytes:
        return base64.b64decode(
            self.ask("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        )

    @property
    def requests(self) -> list[str]:
        """What was asked for since the page was opened, the page itself aside."""
        sent = [e["params"] for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        return [each["request"]["url"] for each in sent if each["type"] != "Document"]

    @property
    def complaints(self) -> list[object]:
        kinds = ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
        return [e["params"] for e in self.events if e.get("method") in kinds]

    def _is_loaded(self) -> bool:
        return any(event.get("method") == "Page.loadEventFired" for event in self.events)

    def _next(self) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        while b"\0" not in self._read:
            ready, _, _ = select.select([self.back], [], [], max(0, until - time.monotonic()))
            assert ready, "Chromium does not answer"
            more = os.read(self.back, 1 << 16)
            assert more, "Chromium is gone"
            self._read += more
        first, _, self._read = self._read.partition(b"\0")
        told: dict[str, Any] = json.loads(first)
        return told


@contextlib.contextmanager
def browser(folder: Path, *, more: Sequence[str] = ()) -> Iterator[Browser]:
    """A tab of a Chromium that keeps what it writes in `folder`, and is gone afterwards."""
    ours_in, theirs_out = os.pipe()
    theirs_in, ours_out = os.pipe()
    bridge = f'exec {PROGRAM} "$@" 3<&{theirs_in} 4>&{theirs_out}'
    command = ["bash", "-c", bridge, PROGRAM, *_QUIET, *more, f"--user-data-dir={folder}"]
    with subprocess.Popen(
        command,
        pass_fds=(theirs_in, theirs_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder)},
    ) as process:
        os.close(theirs_in)
        os.close(theirs_out)
        tab = Browser(to=ours_out, back=ours_in)
        try:
            target = tab.ask("Target.createTarget", url="about:blank")["targetId"]
            attached = tab.ask("Target.attachToTarget", targetId=target, flatten=True)
            tab.session = attached["sessionId"]
            for domain in ("Page", "Runtime", "Network", "Log"):
                tab.ask(f"{domain}.enable")
            yield tab
            tab.session = ""
            tab.ask("Browser.close")
            process.wait(PATIENCE)
        finally:
            process.kill()
            os.close(ours_out)
            os.close(ours_in)
