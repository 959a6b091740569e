"""When a page is painted, in a real browser on a slow line, with nothing kept from before."""

from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from tests.e2e.connect.conftest import CHROMIUM, chromium

PAINT_SECONDS = 1.5
PHONE: Mapping[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
LAPTOP: Mapping[str, Any] = {"viewport": {"width": 1440, "height": 900}}
_LOADS = 5
# What Lighthouse takes for a phone in the middle of the range: 1.6 Mbit/s, 150 ms, a processor four times slower.
_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
_SLOWER = 4
_PAINTED = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""


def has_browser() -> bool:
    if Path(CHROMIUM).exists():
        return True
    print("        no Chromium here (`make browser` installs one): not measured", flush=True)
    return False


async def painted(link: str, window: Mapping[str, Any], *, cookie: tuple[str, str] | None = None) -> float:
    """The seconds until the largest paint: the median of some loads."""
    seconds = []
    async with chromium() as browser:
        for _ in range(_LOADS):
            context = await browser.new_context(**window)
            if cookie is not None:
                await context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": link}])
            page = await context.new_page()
            devtools = await context.new_cdp_session(page)
            await devtools.send("Network.enable")
            await devtools.send("Network.emulateNetworkConditions", _LINE)
            await devtools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
            await page.goto(link, wait_until="domcontentloaded")
            seconds.append(float(await page.evaluate(_PAINTED)) / 1000)
            await context.close()
    return median(seconds)
