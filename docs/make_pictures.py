"""Make the pictures of the README: screenshots of the atlas of the embedded catalogue.

python docs/make_pictures.py
"""

import io
import os
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from maps.atlas import catalogue_atlas

IMAGES = Path(__file__).with_name("images")
SIZE = {"width": 1280, "height": 760}
LAYOUT = "一核两极四轴"


def main():
    atlas = catalogue_atlas()
    layout = atlas.find_layout(LAYOUT)
    number = next(i for i, x in zip(atlas.info["layouts"], atlas.layouts, strict=True) if x is layout)["url"]
    chromium = os.environ.get("PLAN_ATLAS_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"])
        for lang, suffix in (("en", ""), ("zh", ".zh")):
            atlas.save(folder, lang=lang)
            for name, url in (("map", "map.html"), ("layout", number)):
                page = browser.new_page(viewport=SIZE)
                page.goto(f"{Path(folder).as_uri()}/{url}")
                page.wait_for_timeout(4000)
                keep(page.screenshot(), IMAGES / f"{name}{suffix}.png")
                page.close()
        browser.close()


def keep(data, path):
    """Save a screenshot without its alpha channel."""
    Image.open(io.BytesIO(data)).convert("RGB").save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
