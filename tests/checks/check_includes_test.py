#!/usr/bin/python3
"""check-includes catches each kind of violation, and is silent on a tree without one."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tree import check

SCRIPT = "check-includes"
GOOD = {
    "include/tlsrpt/mail.hpp": '#pragma once\n#include <string>\n#include "tlsrpt/limits.hpp"\n',
    "include/tlsrpt/limits.hpp": "#pragma once\n#include <cstddef>\n",
    "include/tlsrpt/store.hpp": '#pragma once\n#include "tlsrpt/mail.hpp"\n',
    "src/base/text.cpp": "#include <openssl/evp.h>\n#include <fmt/format.h>\n",
    "src/base/fd.hpp": "#include <unistd.h>\n",
    "src/mail/parts.hpp": '#include "tlsrpt/mail.hpp"\n',
    "src/mail/message.cpp": '#include <gmime/gmime.h>\n#include "mail/parts.hpp"\n#include "parts.hpp"\n#include "base/fd.hpp"\n',
    "src/mail/CMakeLists.txt": "tlsrpt_library(mail SOURCES message.cpp LINK tlsrpt_base PRIVATE_LINK PkgConfig::GMIME)\n",
    "src/store/open.cpp": '#include <sqlite3.h>\n#include "tlsrpt/store.hpp"\n',
}
BAD = {
    "an upper room's own header": ("src/mail/a.cpp", '#include "store/sqlite/handle.hpp"\n'),
    "a sibling's own header": ("src/dkim/a.cpp", '#include "mail/parts.hpp"\n'),
    "an upward contract": ("src/mail/a.cpp", '#include "tlsrpt/store.hpp"\n'),
    "an upward contract in a contract": ("include/tlsrpt/report.hpp", '#include "tlsrpt/store.hpp"\n'),
    "a room's own header in a contract": ("include/tlsrpt/dkim.hpp", '#include "mail/parts.hpp"\n'),
    "a library in the wrong room": ("src/report/a.cpp", "#include <gmime/gmime.h>\n"),
    "a library in a contract": ("include/tlsrpt/dns.hpp", "#include <unbound.h>\n"),
    "an unknown library": ("src/base/a.cpp", "#include <boost/any.hpp>\n"),
    "an unknown room": ("src/helpers/a.cpp", "\n"),
    "a library linked PUBLIC": ("src/dns/CMakeLists.txt", "tlsrpt_library(dns\n  SOURCES a.cpp\n  LINK tlsrpt_dkim PkgConfig::UNBOUND)\n"),
}


class CheckIncludes(unittest.TestCase):
    def test_good_tree(self):
        result = check(SCRIPT, GOOD)
        self.assertEqual((result.returncode, result.stdout), (0, ""), result.stderr)

    def test_each_violation_is_caught(self):
        for what, (name, content) in BAD.items():
            with self.subTest(what):
                result = check(SCRIPT, {**GOOD, name: content})
                self.assertEqual(result.returncode, 1, result.stderr)
                self.assertEqual(len(result.stdout.splitlines()), 1, result.stdout)
                self.assertIn(name.rsplit("/", 1)[0] if "unknown room" in what else name, result.stdout)


if __name__ == "__main__":
    unittest.main()
