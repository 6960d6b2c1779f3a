#!/usr/bin/python3
"""The HTML page in a real browser: nothing on its console, no text of a mail that acts, and a structure that a screen reader finds its way in.

    page_test.py --screenshots FOLDER    also keeps pictures of it
"""
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import browser
import defects
import harness
import report_text as text
import senders
from harness import clean_environment, yesterday

PICTURES = pathlib.Path(sys.argv.pop(sys.argv.index("--screenshots") + 1)) if "--screenshots" in sys.argv else None
if PICTURES:
    sys.argv.remove("--screenshots")
EVIL = "</title></svg><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">\u202egnp.\x1b[2J\"'`javascript:alert(1)"


def hostile_report(day):
    failure = text.failure(EVIL, 4, receiving_mx_hostname="mx3.example.net", failure_reason_code=EVIL, additional_information=EVIL)
    document = text.report(EVIL, f"{day}-evil", f"{day}-evil", day, [text.policy("sts", "example.net", 40, 4, strings=["version: STSv1", EVIL], failures=[failure])])
    return senders.google(day, "example.net", report=document)


@unittest.skipUnless(browser.chromium(), "no Chromium")
class HtmlPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = harness.Place()
        cls.addClassCleanup(cls.place.remove)
        for days_ago in range(9):
            day = yesterday() - days_ago * harness.datetime.timedelta(days=1)
            for make in (senders.google, senders.microsoft, senders.mailru):
                cls.place.deliver(make(day, "example.net"))
        cls.place.deliver(hostile_report(yesterday()))
        cls.place.deliver(defects.DEFECTS["body-changed"](yesterday(), "example.net"))
        cls.file = cls.place.folder / "page.html"
        subprocess.run([harness.QUERY, "html", *cls.place.common(), "--output", cls.file], check=True, env=clean_environment())
        cls.chromium = cls.enterClassContext(browser.Browser())

    def test_it_is_whole_quiet_and_inert(self):
        page = self.chromium.open(self.file)
        self.assertEqual(page.messages, [])
        self.assertRegex(page.evaluate("document.title"), r"^TLS reports from ")
        self.assertEqual(page.evaluate("document.querySelectorAll('script, img, iframe, object, embed, link, form, [onerror], [onclick], [style]').length"), 0)
        self.assertEqual(page.evaluate("performance.getEntriesByType('resource').length"), 0)
        self.assertEqual(page.evaluate("[...document.querySelectorAll('a')].filter(a => !a.getAttribute('href').startsWith('#')).length"), 0)
        shown = page.evaluate("document.body.textContent")
        self.assertIn("<script>document.title='owned'</script>", shown)
        for character in ("\u202e", "\x1b"):
            self.assertNotIn(character, shown)

    def test_its_policy_stops_what_its_escaping_would_let_through(self):
        """The same page with a script and a style added, as if the escaping had failed."""
        broken = self.place.folder / "broken.html"
        broken.write_text(self.file.read_text().replace("<main id=\"main\">", "<main id=\"main\"><script>document.title='owned'</script><style>body{display:none}</style><img src=\"data:,x\" onerror=\"document.title='owned'\">"))
        page = self.chromium.open(broken)
        self.assertNotEqual(page.evaluate("document.title"), "owned")
        self.assertEqual(page.evaluate("getComputedStyle(document.body).display"), "block")
        self.assertTrue(page.evaluate("getComputedStyle(document.body).maxWidth").endswith("px"))    # its own style does apply
        self.assertTrue(any("Content Security Policy" in message for message in page.messages), page.messages)

    def test_a_screen_reader_finds_its_way(self):
        tree = self.chromium.open(self.file).accessibility_tree()
        headings = [name for role, name in tree if role == "heading"]
        for name in ("What needs attention", "Incidents", "May you enforce?", "Sessions and failures per day", "Policy domains", "Failures", "Reporters"):
            self.assertIn(name, headings)
        self.assertIn(("image", "Sessions per day"), [("image", name) for role, name in tree if role in ("image", "img", "SvgRoot")])
        self.assertTrue({"navigation", "main", "banner", "contentinfo"} <= {role for role, _ in tree})
        page = self.chromium.open(self.file)
        self.assertEqual(page.evaluate("[...document.querySelectorAll('table')].filter(t => !t.caption || [...t.tHead.rows[0].cells].some(c => c.scope !== 'col') || "
                                       "[...t.tBodies[0].rows].some(r => r.cells[0].scope !== 'row' || r.cells.length !== t.tHead.rows[0].cells.length)).length"), 0)
        self.assertGreaterEqual(page.evaluate("document.querySelectorAll('table').length"), 4)
        self.assertIn("columnheader", {role for role, _ in tree})
        self.assertIn("rowheader", {role for role, _ in tree})
        self.assertEqual(page.evaluate("[...document.querySelectorAll('svg')].filter(s => !s.querySelector('title').textContent || !s.querySelector('desc').textContent).length"), 0)
        self.assertEqual(page.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"), page.evaluate("document.querySelectorAll('[id]').length"))
        self.assertEqual(page.evaluate("[...document.querySelectorAll('a')].filter(a => !document.getElementById(a.getAttribute('href').slice(1))).length"), 0)

    def test_it_fits_a_desktop_and_a_phone_in_light_and_dark(self):
        colours = set()
        for name, width, dark in (("desktop", 1280, False), ("phone", 390, False), ("dark", 1280, True)):
            page = self.chromium.open(self.file, width=width, height=1000 if width > 600 else 844, dark=dark)
            too_wide = page.evaluate("[...document.querySelectorAll('*')].filter(e => !e.closest('.scroll, pre') && e.scrollWidth > " + str(width) + ").map(e => e.outerHTML.slice(0, 200))")
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width, (name, too_wide))
            self.assertGreaterEqual(page.evaluate("parseFloat(getComputedStyle(document.querySelector('td')).fontSize)"), 14, name)
            colours.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
            if PICTURES:
                (PICTURES / f"page-{name}.png").write_bytes(page.screenshot())
                (PICTURES / f"whole-{name}.png").write_bytes(page.screenshot(whole=True))
        self.assertEqual(len(colours), 2)


if __name__ == "__main__":
    harness.main()
