#include "config/file.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;
using namespace std::chrono_literals;

namespace {

Expected<std::string> no_file(const std::string& path) {
    return Error{Slug::Misconfigured, "cannot read " + path + ": no file in this test"};
}

Expected<Config> parse(std::string_view text) { return parse_config(text, "t.toml", no_file); }

}  // namespace

TEST_CASE("an empty file leaves the defaults") {
    const auto config = parse("# nothing\n\n[dns]\n");
    REQUIRE(config);
    CHECK(config->store.database == "/var/lib/tlsrpt/tlsrpt.db");
    CHECK(config->resolver.lookup_deadline == 5s);
    CHECK(config->policy_domains.empty());
}

TEST_CASE("what a file says is where it belongs") {
    const auto config = parse(R"(
database = "/srv/tlsrpt.db"
policy_domains = ["Example.com", "*.example.net"]
trusted_reporters = ["google.com"]
ignored_reporters = ["spam.example"]
require_tlsrpt_service = true
[dns]
forwarders = ["127.0.0.1@5353", "2001:db8::1"]
resolv_conf = "/run/resolv.conf"
trust_anchor_file = ""
lookup_deadline_ms = 1_500
mail_deadline_ms = 2000
[limits]
max_mail_bytes = 0x100000
max_cell_cpu_seconds = 3
[quarantine]
min_free_percent = 0
[retention]
raw_days = 0
details_days = 366
[store]
busy_timeout_ms = 300
)");
    REQUIRE(config);
    CHECK(config->store.database == "/srv/tlsrpt.db");
    CHECK(config->policy_domains == std::vector<std::string>{"example.com", "*.example.net"});
    CHECK(config->trusted_reporters == std::vector<std::string>{"google.com"});
    CHECK(config->ignored_reporters == std::vector<std::string>{"spam.example"});
    CHECK(config->limits.require_tlsrpt_service);
    CHECK(config->resolver.forwarders == std::vector<std::string>{"127.0.0.1@5353", "2001:db8::1"});
    CHECK(config->resolver.resolv_conf == "/run/resolv.conf");
    CHECK(config->resolver.trust_anchor_file.empty());
    CHECK(config->resolver.lookup_deadline == 1500ms);
    CHECK(config->resolver.mail_deadline == 2s);
    CHECK(config->limits.max_mail_bytes == 1u << 20);
    CHECK(config->limits.max_cell_cpu == 3s);
    CHECK(config->store.budget.min_free_percent == 0);
    CHECK(config->retention.raw == std::chrono::days{0});
    CHECK(config->retention.details == std::chrono::days{366});
    CHECK(config->store.busy_timeout == 300ms);
}

TEST_CASE("a mistake is told with its line and key") {
    struct Row {
        const char* what;
        std::string_view text;
        std::string detail;
    };
    const Row rows[] = {
        {"unknown key", "\n\npolcy_domains = []\n", "t.toml:3: unknown key \"polcy_domains\"; did you mean \"policy_domains\"?"},
        {"unknown and unlike any", "x = 1\n", "t.toml:1: unknown key \"x\""},
        {"unknown in a table", "[dns]\nforwarder = []\n", "t.toml:2: unknown key \"dns.forwarder\"; did you mean \"dns.forwarders\"?"},
        {"unknown table", "[dsn]\nforwarders = []\n", "t.toml:2: unknown key \"dsn.forwarders\"; did you mean \"dns.forwarders\"?"},
        {"empty unknown table", "[nonsense]\n", "t.toml:1: unknown key \"nonsense\""},
        {"above its table", "raw_days = 3\n", "t.toml:1: unknown key \"raw_days\"; did you mean \"retention.raw_days\"?"},
        {"a dotted key is a key of the table", "dns.forwarder = []\n",
         "t.toml:1: unknown key \"dns.forwarder\"; did you mean \"dns.forwarders\"?"},
        {"wrong type", "database = 3\n", "t.toml:1: database must be a path that begins with \"/\", or a URL that begins with \"postgresql://\""},
        {"relative path", "database = \"tlsrpt.db\"\n", "t.toml:1: database must be a path that begins with \"/\", or a URL that begins with \"postgresql://\""},
        {"empty path", "database = \"\"\n", "t.toml:1: database must be a path that begins with \"/\", or a URL that begins with \"postgresql://\""},
        {"another server", "database = \"mysql://db.example/tlsrpt\"\n",
         "t.toml:1: database must be a path that begins with \"/\", or a URL that begins with \"postgresql://\""},
        {"a table for a value", "[database]\npath = \"/x\"\n", "t.toml:2: unknown key \"database.path\""},
        {"a value for a table", "dns = 3\n", "t.toml:1: unknown key \"dns\""},
        {"flag", "require_tlsrpt_service = \"yes\"\n", "t.toml:1: require_tlsrpt_service must be true or false"},
        {"number as text", "[limits]\nmax_mail_bytes = \"25M\"\n",
         "t.toml:2: limits.max_mail_bytes must be a whole number from 65536 to 268435456"},
        {"fraction", "[limits]\nmax_mail_bytes = 1e6\n", "t.toml:2: limits.max_mail_bytes must be a whole number from 65536 to 268435456"},
        {"below its range", "[limits]\nmax_mail_bytes = -1\n",
         "t.toml:2: limits.max_mail_bytes must be a whole number from 65536 to 268435456"},
        {"above its range", "[dns]\nlookup_deadline_ms = 50001\n",
         "t.toml:2: dns.lookup_deadline_ms must be a whole number from 100 to 50000"},
        {"text for a list", "policy_domains = \"example.com\"\n",
         "t.toml:1: policy_domains must be a list of domain names in A-labels, or \"*.\" and such a name for all that is below it"},
        {"a number in a list", "trusted_reporters = [\"google.com\", 3]\n",
         "t.toml:1: trusted_reporters must be a list of domain names in A-labels"},
        {"no address in a list", "report_addresses = [\"tlsrpt@example.com\", \"mailto:tlsrpt@example.com\"]\n",
         "t.toml:1: report_addresses must be a list of mail addresses such as \"tlsrpt@example.com\"; \"mailto:tlsrpt@example.com\" is not one"},
        {"no domain in a list", "trusted_reporters = [\"google.com\", \"*.example.com\"]\n",
         "t.toml:1: trusted_reporters must be a list of domain names in A-labels; \"*.example.com\" is not one"},
        {"no address", "[dns]\nforwarders = [\"dns.example\"]\n",
         "t.toml:2: dns.forwarders must be a list of ADDRESS or ADDRESS@PORT; \"dns.example\" is not one"},
        {"details would forget duplicates", "[retention]\ndetails_days = 365\n",
         "t.toml:2: retention.details_days must be a whole number from 366 to 36500"},
        {"the first of several by line", "[store]\nbusy_timeout_ms = -1\n[dns]\nfoo = 1\n",
         "t.toml:2: store.busy_timeout_ms must be a whole number from 0 to 50000"},
        {"deadlines that contradict each other", "[dns]\nmail_deadline_ms = 1000\n",
         "t.toml: dns.mail_deadline_ms is shorter than dns.lookup_deadline_ms"},
        {"a file that cannot be read", "policy_domains_file = \"/etc/tlsrpt/domains\"\n",
         "cannot read /etc/tlsrpt/domains: no file in this test"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const auto config = parse(row.text);
        REQUIRE_FALSE(config);
        CHECK(config.error() == Error{Slug::Misconfigured, row.detail});
    }
}

TEST_CASE("what is no TOML is told with its line") {
    for (const std::string_view text : {std::string_view{"\n[dns\n"}, std::string_view{"\ndatabase = \n"}, std::string_view{"\n\x01\n"},
                                        std::string_view{"database = \"/a\"\ndatabase = \"/b\"\n"}}) {
        CAPTURE(text);
        const auto config = parse(text);
        REQUIRE_FALSE(config);
        CHECK(config.error().slug == Slug::Misconfigured);
        CHECK(config.error().detail.starts_with("t.toml:2: "));
    }
}

TEST_CASE("policy domains come from both places") {
    const auto config = parse_config("policy_domains = [\"example.com\"]\npolicy_domains_file = \"/etc/tlsrpt/domains\"\n", "t.toml",
                                     [](const std::string& path) -> Expected<std::string> {
                                         CHECK(path == "/etc/tlsrpt/domains");
                                         return std::string{"example.net\n*.example.org\n"};
                                     });
    REQUIRE(config);
    CHECK(config->policy_domains == std::vector<std::string>{"example.com", "example.net", "*.example.org"});
}

TEST_CASE("an empty file of policy domains is no permission for all") {
    const auto config = parse_config("policy_domains_file = \"/etc/tlsrpt/domains\"\n", "t.toml",
                                     [](const std::string&) -> Expected<std::string> { return std::string{}; });
    REQUIRE_FALSE(config);
    CHECK(config.error() == Error{Slug::Misconfigured, "/etc/tlsrpt/domains: no domain name in it"});
}

TEST_CASE("groups of summary mails") {
    const auto config = parse(R"(
policy_domains = ["example.com"]
[[summary]]
name = "one"
policy_domains = ["One.example", "*.one.example"]
to = ["postmaster@one.example", "root"]
from = "tls@one.example"
[store]
busy_timeout_ms = 300
[[summary]]
name = "two.b-c_d"
)");
    REQUIRE_MESSAGE(config, config.error().detail);
    REQUIRE(config->summary_groups.size() == 2);
    CHECK(config->summary_groups[0] == SummaryGroup{"one", {"one.example", "*.one.example"}, {"postmaster@one.example", "root"}, "tls@one.example"});
    CHECK(config->summary_groups[1] == SummaryGroup{"two.b-c_d", {}, {}, ""});
    CHECK(parse("")->summary_groups.empty());
}

TEST_CASE("a slip in a group is named with its line") {
    struct Row {
        const char* text;
        const char* detail;
    };
    for (const Row& row : {Row{"[summary]\nname = \"a\"\n", "t.toml:1: summary must be written as [[summary]], once for each group"},
                           Row{"summary = []\n", "t.toml:1: summary must be written as [[summary]], once for each group"},
                           Row{"[[summary]]\nto = [\"a@b.example\"]\n", "t.toml:1: this [[summary]] has no name"},
                           Row{"[[summary]]\nname = \"a\"\n[[summary]]\nname = \"a\"\n", "t.toml:3: two [[summary]] are named \"a\""},
                           Row{"[[summary]]\nname = \"a b\"\n", "t.toml:2: summary.name must be of letters, digits, \"-\", \"_\" and \".\", at most 64"},
                           Row{"[[summary]]\nname = \"a\"\nto = [\"a\\nBcc: b@c.example\"]\n", "t.toml:3: summary.to must be a list of mail addresses; \"a\\nBcc: b@c.example\" is not one"},
                           Row{"[[summary]]\nname = \"a\"\nform = \"x@y.example\"\n", "t.toml:3: unknown key \"summary.form\"; did you mean \"from\"?"},
                           Row{"[[summary]]\nname = \"a\"\npolicy_domains = [\"no domain\"]\n",
                               "t.toml:3: summary.policy_domains must be a list of domain names in A-labels, or \"*.\" and such a name; \"no domain\" is not one"}}) {
        CAPTURE(row.text);
        const auto config = parse(row.text);
        REQUIRE_FALSE(config);
        CHECK(config.error().detail == row.detail);
    }
}

TEST_CASE("what is a mail address in a header without quotes") {
    for (const char* good : {"postmaster", "a@b.example", "first.last+tag@sub.example.com", "o'neil@x.example"}) CHECK_MESSAGE(is_mail_address(good), good);
    for (const char* bad : {"", "@", "a@", "@b", "a b@c", "a@b@c", "a..b@c", ".a@b", "a@b,c@d", "<a@b>", "a@b\n", "\"a\"@b", "a@b\xC3\xBC", "Name <a@b>"}) CHECK_FALSE_MESSAGE(is_mail_address(bad), bad);
    CHECK_FALSE(is_mail_address(std::string(250, 'a') + "@b.example"));
}
