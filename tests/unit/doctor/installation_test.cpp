#include "doctor/installation.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "evidence.hpp"

using namespace tlsrpt;
using namespace tlsrpt::doctor;
using Lines = std::vector<std::string>;
using State = Installation::Listener::State;

namespace {

constexpr std::chrono::sys_days today{std::chrono::year{2026} / 11 / 24};

Installation healthy_installation() {
    Installation installation;
    installation.dns = {true, true, ""};
    installation.store.path = "/var/lib/tlsrpt/tlsrpt.db";
    installation.store.schema_version = installation.store.current_schema_version = 3;
    installation.store.integrity = StoreHealth::Integrity::Sound;
    installation.store.free_bytes = 50'000'000'000;
    installation.store.total_bytes = 100'000'000'000;
    installation.store.last_report_at = today - std::chrono::days{1};
    installation.store.oldest_raw_at = today - std::chrono::days{30};
    installation.min_free_percent = 10;
    installation.listeners = {{"unix:/run/tlsrpt/lmtp.sock", State::Answers, "220 mx"}};
    installation.report_addresses = {"tlsrpt@example.com"};
    installation.mentions = {{"tlsrpt@example.com", "/etc/postfix/transport", "tlsrpt@example.com tlsrpt:"}};
    installation.mta_files = {"/etc/postfix/main.cf", "/etc/postfix/transport"};
    return installation;
}

}  // namespace

TEST_CASE("nothing is wrong with a healthy installation, and each matter is said to be well") {
    const auto findings = judge_installation(healthy_installation(), today);
    CHECK(trouble(findings) == Lines{});
    for (const char* check : {"resolver", "store", "store-integrity", "retention", "last-report", "daemon", "disk", "mta"}) {
        CAPTURE(check);
        CHECK(first(findings, check, Finding::Level::Ok) != nullptr);
    }
}

TEST_CASE("what can be wrong here") {
    struct Row {
        const char* what;
        void (*spoil)(Installation&);
        Lines lines;
    };
    const Row rows[] = {
        {"no DNS", [](Installation& it) { it.dns = {false, false, "timeout"}; }, {"error resolver"}},
        {"no DNSSEC", [](Installation& it) { it.dns.validates = false; }, {"note resolver"}},
        {"an older schema", [](Installation& it) { it.store.schema_version = 2; it.store.trouble = "older"; }, {"error store-schema"}},
        {"a newer schema", [](Installation& it) { it.store.schema_version = 4; it.store.trouble = "newer"; }, {"error store-schema"}},
        {"no store", [](Installation& it) { it.store.schema_version = 0; it.store.trouble = "does not exist"; it.store.integrity = StoreHealth::Integrity::Unknown; }, {"error store"}},
        {"damaged", [](Installation& it) { it.store.integrity = StoreHealth::Integrity::Damaged; }, {"error store-integrity"}},
        {"too large to check", [](Installation& it) { it.store.integrity = StoreHealth::Integrity::NotFinished; }, {"note store-integrity"}},
        {"prune does not run", [](Installation& it) { it.store.oldest_raw_at = today - std::chrono::days{33}; }, {"warning retention"}},
        {"nor in quarantine", [](Installation& it) { it.store.oldest_quarantined_at = today - std::chrono::days{93}; }, {"warning retention"}},
        {"a raw mail pruned tomorrow", [](Installation& it) { it.store.oldest_raw_at = today - std::chrono::days{32}; }, {}},
        {"no report yet", [](Installation& it) { it.store.last_report_at.reset(); }, {"warning last-report"}},
        {"silence", [](Installation& it) { it.store.last_report_at = today - std::chrono::days{4}; }, {"warning last-report"}},
        {"no daemon", [](Installation& it) { it.listeners[0].state = State::Missing; }, {"note daemon"}},
        {"not our socket", [](Installation& it) { it.listeners[0].state = State::Forbidden; }, {"note daemon"}},
        {"a dead daemon's socket", [](Installation& it) { it.listeners[0].state = State::Refused; }, {"error daemon"}},
        {"a daemon that hangs", [](Installation& it) { it.listeners[0].state = State::Silent; }, {"error daemon"}},
        {"under the quarantine's share", [](Installation& it) { it.store.free_bytes = 9'000'000'000; }, {"warning disk"}},
        {"full", [](Installation& it) { it.store.free_bytes = 1'000'000; }, {"error disk"}},
        {"address unknown to the MTA, but reports come", [](Installation& it) { it.mentions.clear(); }, {"note mta"}},
        {"address unknown to the MTA, and no reports", [](Installation& it) { it.mentions.clear(); it.store.last_report_at.reset(); }, {"warning last-report", "warning mta"}},
        {"no MTA here", [](Installation& it) { it.mta_files.clear(); }, {"note mta"}},
        {"no address known", [](Installation& it) { it.report_addresses.clear(); }, {"note mta"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Installation installation = healthy_installation();
        row.spoil(installation);
        const auto findings = judge_installation(installation, today);
        CHECK(trouble(findings) == row.lines);
        for (const Finding& finding : findings) CHECK(finding.policy_domain.empty());
    }
}

TEST_CASE("files of Postfix and Exim are read where they are, and the address found in them") {
    const std::string root = "/tmp/tlsrpt-unit-doctor-" + std::to_string(::getpid());
    const auto write = [&root](const std::string& path, const std::string& text) {
        std::filesystem::create_directories(std::filesystem::path{root + path}.parent_path());
        std::ofstream{root + path} << text;
    };
    Installation installation;
    installation.report_addresses = {"tlsrpt@example.com", "other@example.com"};
    look_into_mta(root, installation);
    CHECK(installation.mta_files.empty());

    write("/etc/postfix/main.cf", "transport_maps = hash:/etc/postfix/transport hash:/etc/postfix/missing\n");
    write("/etc/postfix/transport", "tlsrpt@example.com tlsrpt:\n");
    write("/etc/exim4/conf.d/router/150_tlsrpt", "tlsrpt_router:\n  local_parts = other\n");
    look_into_mta(root, installation);
    std::filesystem::remove_all(root);
    CHECK(installation.mta_files == Lines{"/etc/postfix/main.cf", "/etc/postfix/transport", "/etc/exim4/conf.d/router/150_tlsrpt"});
    REQUIRE(installation.mentions.size() == 2);
    CHECK(installation.mentions[0].file == "/etc/postfix/transport");
    CHECK(installation.mentions[1].address == "other@example.com");
    CHECK(installation.mentions[1].line == "local_parts = other");
}

TEST_CASE("sockets without a daemon behind them") {
    const std::string path = "/tmp/tlsrpt-unit-doctor-" + std::to_string(::getpid()) + ".sock";
    CHECK(reach_daemon("unix:" + path, std::chrono::seconds{5}).state == State::Missing);
    CHECK(reach_daemon("nonsense", std::chrono::seconds{5}).state == State::Refused);
    CHECK(reach_daemon("127.0.0.1:0", std::chrono::seconds{5}).state == State::Refused);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::ranges::copy(path, address.sun_path);
    const int left_behind = ::socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(::bind(left_behind, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    CHECK(reach_daemon("unix:" + path, std::chrono::seconds{5}).state == State::Refused);    // nobody listens
    ::close(left_behind);
    ::unlink(path.c_str());
}

TEST_CASE("which files a main.cf names") {
    const char* main_cf =
        "# transport_maps = hash:/etc/postfix/old\n"
        "myhostname = mx.example.com\n"
        "transport_maps = hash:/etc/postfix/transport,\n"
        "    lmdb:/etc/postfix/more, ldap:/etc/postfix/ldap.cf\n"
        "local_transport = lmtp:unix:/run/x\n"
        "    hash:/not/a/map\n"
        "virtual_alias_maps=hash:/etc/postfix/virtual proxy:mysql:/etc/postfix/mysql.cf inline:{a=b}\n"
        "smtpd_sender_login_maps = hash:/etc/postfix/transport\n";
    CHECK(map_files_in(main_cf) == Lines{"/etc/postfix/transport", "/etc/postfix/more", "/etc/postfix/ldap.cf", "/etc/postfix/virtual", "/etc/postfix/mysql.cf"});
    CHECK(map_files_in("").empty());
    CHECK(map_files_in("a_maps = " + [] {
        std::string many;
        for (int i = 0; i < 1000; ++i) many += " hash:/" + std::to_string(i);
        return many;
    }()).size() == 200);
}

TEST_CASE("where a report address stands") {
    struct Row {
        const char* file;
        const char* line;
    };
    const Row rows[] = {
        {"a@example.com x:\ntlsrpt@example.com tlsrpt:\n", "tlsrpt@example.com tlsrpt:"},
        {"  TLSRPT@Example.COM\ttlsrpt:", "TLSRPT@Example.COM\ttlsrpt:"},
        {"# tlsrpt@example.com tlsrpt:\n", ""},
        {"xtlsrpt@example.com tlsrpt:\n", ""},
        {"tlsrpt@example.com.au tlsrpt:\n", ""},
        {"tlsrpt@example.com", "tlsrpt@example.com"},
        {"  local_parts = postmaster : tlsrpt\n", "local_parts = postmaster : tlsrpt"},
        {"  local_parts = tlsrpt-old\n", ""},
        {"  transport = tlsrpt\n", ""},
        {"", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.file);
        CHECK(line_with(row.file, "tlsrpt@example.com") == row.line);
    }
}
