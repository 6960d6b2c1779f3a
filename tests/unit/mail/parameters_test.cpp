#include "mail/parameters.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;

TEST_CASE("the file name, in every way that it can be written") {
    struct Case { std::string_view value, name; };
    const Case cases[] = {
        {"attachment", ""},
        {"attachment; filename=", ""},
        {"attachment; filename", ""},
        {"attachment; filename=\"a!b!1!2.json.gz\"", "a!b!1!2.json.gz"},
        {"attachment; filename=a!b!1!2.json.gz", "a!b!1!2.json.gz"},                             // mox
        {"attachment; \r\n\tfilename=\"a.json\"; size=3", "a.json"},                             // Google: blank before the fold
        {"attachment;filename=a.json;", "a.json"},
        {"attachment; FileName = \"a.json\"", "a.json"},
        {"attachment; filename=two words.json ; size=3", "two words.json"},
        {"attachment; filename=\"a\\\"b\\\\c.json\"", "a\"b\\c.json"},
        {"attachment; filename=\"not closed.json", "not closed.json"},
        {"attachment; filename=\"a;b.json\"", "a;b.json"},
        {"attachment; filename=\"fol\r\n ded.json\"", "fol ded.json"},
        {"attachment (a;filename=no) ; (so) filename (is) = (it) \"a.json\"", "a.json"},
        {"attachment; (so) filename= (it) \"a.json\"", "a.json"},
        {"attachment; xfilename=no; filename=a.json", "a.json"},
        {"attachment; filename=a.json; filename=b.json", "a.json"},
        {"attachment; note=\"; filename=no\"; filename=a.json", "a.json"},
        {"\"; filename=no\"; filename=a.json", "a.json"},
        // RFC 2231
        {"attachment; filename*=utf-8''gr%C3%BCn.json", "gr\xC3\xBCn.json"},
        {"attachment; filename*=UTF-8'de'a%21b.json", "a!b.json"},
        {"attachment; filename*=''a%21b.json", "a!b.json"},
        {"attachment; filename*=\"utf-8''a%21b.json\"", "a!b.json"},
        {"attachment; filename=old.json; filename*=utf-8''new.json", "new.json"},
        {"attachment;\r\n filename*0*=us-ascii''a-long.exam;\r\n filename*1*=ple%21b.example%211;\r\n filename*2*=.json.gz", "a-long.example!b.example!1.json.gz"},  // sys4
        {"attachment; filename*0=\"a!b\"; filename*1=\".json\"", "a!b.json"},
        {"attachment; filename*1*=%21b.json; filename*0*=utf-8''a", "a!b.json"},                 // out of order
        {"attachment; filename*0*=utf-8''a%21; filename*1=\"%21.json\"", "a!%21.json"},          // a piece that is not encoded
        {"attachment; filename*0=a; filename*2=c", "a"},
        {"attachment; filename*1=b", ""},
        {"attachment; filename*=no-quotes.json", "no-quotes.json"},
        {"attachment; filename*=utf-8''%4", "%4"},
        {"attachment; filename*=utf-8''%zz%41", "%zzA"},
        {"attachment; filename*=iso-8859-1''gr%FCn.json", "iso-8859-1''gr%FCn.json"},            // not converted
        {"attachment; filename*=utf-8''%FF.json", "utf-8''%FF.json"},
        {"attachment; filename*=utf-8'' ; filename=a.json", ""},
        // RFC 2047 in quotes
        {"attachment; filename=\"=?utf-8?Q?a!b.json?=\"", "a!b.json"},                           // Stalwart
        {"attachment; filename=\"=?utf-8?Q?a!?=\r\n =?utf-8?Q?b.json?=\"", "a!b.json"},
        {"attachment; filename=\"=?koi8-r?Q?a!b.json?=\"", "=?koi8-r?Q?a!b.json?="},
        // nothing that a path could do
        {"attachment; filename=\"../../etc/passwd\"", "../../etc/passwd"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.value);
        CHECK(parameter(c.value, "filename") == c.name);
    }
}

TEST_CASE("comments are skipped, however they nest") {
    CHECK(skip_comments(" (a) b") == "b");
    CHECK(skip_comments("\r\n\t(a (b) \\) c)(d) e") == "e");
    CHECK(skip_comments("(never closed") == "");
    CHECK(skip_comments("(ends in an escape\\") == "");
    CHECK(skip_comments("") == "");
    CHECK(skip_comments("x (y)") == "x (y)");
    CHECK(skip_comments(std::string(100'000, '(')) == "");
}
