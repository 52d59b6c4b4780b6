"""Headless Chromium over the DevTools pipe (NUL-separated JSON on descriptors 3 and 4); standard library only."""
import base64
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
         "--disable-default-apps", "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check",
         "--hide-scrollbars", "--mute-audio", "--force-device-scale-factor=1"]


SKIPPED = 77  # ctest shows it as skipped, with this name


def is_ubuntu():
    with open("/etc/os-release", encoding="utf-8") as file:
        return "ID=ubuntu" in file.read().split()


def find_chromium():
    """Its path. Without one this ends the test: it fails, except on Ubuntu, whose packages have none."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name)
        # Ubuntu's chromium-browser is a note that says "install the snap".
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    if is_ubuntu():
        print("skipped: the tests of the report page need Chromium or Chrome (snap install chromium)")
        sys.exit(SKIPPED)
    sys.exit("the tests of the report page need Chromium: sudo apt-get install chromium")


class Browser:
    """One browser with one page; `events` collects what the page said."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="halfcell-page-")
        to_browser, self.to_browser = os.pipe()
        self.from_browser, from_browser = os.pipe()
        command = [find_chromium(), *FLAGS, "--remote-debugging-pipe", f"--user-data-dir={self.profile}", "about:blank"]
        script = 'exec 3<&"$0" 4>&"$1"; shift; exec "$@"'
        self.log = open(os.path.join(self.profile, "log.txt"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            ["bash", "-c", script, str(to_browser), str(from_browser), *command], pass_fds=(to_browser, from_browser),
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.number = 0
        self.session = None
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def _receive(self, deadline):
        while b"\0" not in self.buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.from_browser], [], [], left)[0]:
                raise TimeoutError("the browser did not answer in time")
            data = os.read(self.from_browser, 1 << 20)
            if not data:
                self.log.seek(0)
                raise RuntimeError("the browser ended: " + self.log.read()[-2000:])
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(line)

    def call(self, method, timeout=120, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to_browser, data):]
        deadline = time.monotonic() + timeout
        while True:
            answer = self._receive(deadline)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def run(self, script, timeout=120):
        """The value of a JavaScript expression (a promise is waited for)."""
        answer = self.call("Runtime.evaluate", timeout, expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, script, seconds=60):
        deadline = time.monotonic() + seconds
        while not self.run(script):
            if time.monotonic() > deadline:
                raise TimeoutError(f"never true: {script}")
            time.sleep(0.1)

    def size(self, width, height, scheme="light"):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, path):
        self.events = []
        self.call("Page.navigate", url="file://" + path)
        self.wait("document.readyState === 'complete' && Boolean(window.halfcell)")
        self.frames(3)

    def frames(self, count):
        """Waits until the page was painted `count` times."""
        self.run(f"new Promise(done => {{ let n = {count}; const next = () => n-- ? requestAnimationFrame(next) : done(); next(); }})")

    def complaints(self):
        """Errors and warnings on the console, exceptions, and every request that is not the page itself."""
        self.run("1")
        found = []
        for event in self.events:
            method, detail = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                found.append("exception: " + json.dumps(detail["exceptionDetails"])[:600])
            if method == "Runtime.consoleAPICalled" and detail["type"] in ("error", "warning", "assert"):
                found.append("console: " + json.dumps(detail["args"])[:600])
            if method == "Log.entryAdded" and detail["entry"]["level"] in ("error", "warning"):
                found.append("log: " + json.dumps(detail["entry"])[:600])
            if method == "Network.requestWillBeSent" and not detail["request"]["url"].startswith(("data:", "blob:")) \
                    and detail.get("type") != "Document":
                found.append("request: " + detail["request"]["url"])
        return found

    def mouse(self, kind, x, y, **more):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def key(self, key, **more):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, **more)

    def screenshot(self, path, whole=False):
        answer = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole,
                           **({"clip": self._whole()} if whole else {}))
        with open(path, "wb") as file:
            file.write(base64.b64decode(answer["data"]))

    def _whole(self):
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        return {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}

    def pdf(self, path):
        answer = self.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True, paperWidth=8.27, paperHeight=11.69)
        with open(path, "wb") as file:
            file.write(base64.b64decode(answer["data"]))

    def close(self):
        try:
            self.session = None
            self.call("Browser.close", timeout=10)
        except (RuntimeError, TimeoutError, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.profile, ignore_errors=True)
