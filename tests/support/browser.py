"""A headless Chromium, driven over a pair of pipes (its --remote-debugging-pipe): no driver, no web socket.

    with Browser() as browser:
        page = browser.open(path, width=390)
        page.evaluate("document.title"), page.accessibility_tree(), page.screenshot()
"""
import base64
import fcntl
import functools
import itertools
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

SECONDS = 120


@functools.cache
def chromium():
    """The program, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Page:
    def __init__(self, browser, session):
        self.browser, self.session = browser, session
        self.messages = []    # of console and log, worse than information

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def accessibility_tree(self):
        """[(role, name)] of what assistive technology sees, in order."""
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]

    def screenshot(self, whole=False):
        return base64.b64decode(self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"])


class Browser:
    def __enter__(self):
        self.profile = tempfile.mkdtemp(prefix="tlsrpt-chromium-")
        to_child, self.to_browser = os.pipe()
        self.from_browser, from_child = os.pipe()
        to_child, from_child = (fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (to_child, from_child))    # away from 3 and 4
        command = f"exec \"$0\" \"$@\" 3<&{to_child} 4>&{from_child}"
        self.process = subprocess.Popen(
            ["/bin/bash", "-c", command, chromium(), "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--force-prefers-reduced-motion", "--hide-scrollbars", "--disable-dev-shm-usage",
             f"--user-data-dir={self.profile}", "about:blank"],
            pass_fds=(to_child, from_child), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_child)
        os.close(from_child)
        self.numbers, self.buffer, self.pages = itertools.count(1), b"", {}
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def receive(self):
        deadline = time.monotonic() + SECONDS
        while b"\0" not in self.buffer:
            if not select.select([self.from_browser], [], [], max(0, deadline - time.monotonic()))[0]:
                raise AssertionError("Chromium does not answer")
            octets = os.read(self.from_browser, 1 << 16)
            if not octets:
                raise AssertionError("Chromium ended")
            self.buffer += octets
        line, _, self.buffer = self.buffer.partition(b"\0")
        message = json.loads(line)
        page = self.pages.get(message.get("sessionId"))
        if page and message.get("method") == "Log.entryAdded" and message["params"]["entry"]["level"] in ("warning", "error"):
            page.messages.append(message["params"]["entry"]["text"])
        if page and message.get("method") in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
            page.messages.append(json.dumps(message["params"]))
        return message

    def call(self, method, session=None, **parameters):
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": parameters, **({"sessionId": session} if session else {})}
        os.write(self.to_browser, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                return answer["result"]

    def open(self, path, width=1280, height=900, dark=False):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self.pages[session] = Page(self, session)
        for domain in ("Page", "Runtime", "Log"):
            page.call(f"{domain}.enable")
        page.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        page.call("Page.navigate", url=pathlib.Path(path).resolve().as_uri())
        while True:
            if page.evaluate("document.readyState === 'complete' && location.href !== 'about:blank'"):
                return page
