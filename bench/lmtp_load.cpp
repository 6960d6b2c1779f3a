// lmtp_load: sends N distinct mails over LMTP with S sessions at once and says how fast the server took them.
//
//   lmtp_load --to unix:PATH|HOST:PORT --mails DIR [options]        one JSON line on stdout
//     --mails DIR        *.eml files in wire form (CRLF); each is sent once, sorted by name
//     --count N          so many of them (default: all)
//     --skip K           leave out the first K
//     --sessions S       connections at once (default 20)
//     --per-session K    mails a connection, then QUIT and a new one (default 0: one connection for all)
//     --pipelining 0|1   1: MAIL, RCPT and DATA in one packet, as MTAs do when PIPELINING is offered (default); 0: step by step
//     --from A --rcpt A  envelope; default: the Return-Path and the To header of each mail
//     --pid P            measure this server process and its descendants: CPU, resident and proportional memory (repeatable)
//     --timeout T        seconds without any progress before it gives up (default 60)
//     --fails FILE       write every reply that is not 250, with the file it belongs to
//     --accepted FILE    write the name of every mail that was answered 250
//
// Latency runs from the first byte of MAIL to the reply after the final dot; "reply" from the final dot only.
// A mail counts as accepted when that reply is 250. Exit 0: all accepted; 1: some were not; 2: error.
#include <dirent.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>
using std::string;
using std::string_view;
namespace fs = std::filesystem;

[[noreturn]] static void die(const string& what) {
    fprintf(stderr, "lmtp_load: %s\n", what.c_str());
    exit(2);
}
static double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// ---- mails ----
struct Mail {
    string file, from, rcpt, data;  // data: dot-stuffed, with the final dot
    string reply;
    double start = 0, dot = 0, end = 0;
};
static string header(string_view m, string_view name) {  // the first value of a header field, without folding
    for (size_t pos = 0; pos < m.size();) {
        size_t end = std::min(m.find("\r\n", pos), m.size());
        if (end == pos) break;
        if (end - pos > name.size() && m[pos + name.size()] == ':' && !strncasecmp(m.data() + pos, name.data(), name.size())) {
            string_view v = m.substr(pos + name.size() + 1, end - pos - name.size() - 1);
            while (!v.empty() && (v[0] == ' ' || v[0] == '<')) v.remove_prefix(1);
            while (!v.empty() && (v.back() == ' ' || v.back() == '>')) v.remove_suffix(1);
            return string(v);
        }
        pos = end + 2;
    }
    return {};
}
static Mail read_mail(const fs::path& p, const string& from, const string& rcpt) {
    std::ifstream f(p, std::ios::binary);
    string m{std::istreambuf_iterator<char>(f), {}};
    Mail r;
    r.file = p.filename().string();
    r.from = from.empty() ? header(m, "Return-Path") : from;
    r.rcpt = rcpt.empty() ? header(m, "To") : rcpt;
    if (r.rcpt.empty()) die(r.file + ": no To header; give --rcpt");
    if (!m.ends_with("\r\n")) m += "\r\n";
    r.data.reserve(m.size() + 8);
    for (size_t pos = 0; pos < m.size();) {
        size_t end = m.find("\r\n", pos) + 2;
        if (m[pos] == '.') r.data += '.';
        r.data.append(m, pos, end - pos);
        pos = end;
    }
    r.data += ".\r\n";
    return r;
}

// ---- the server's processes, from /proc ----
static std::vector<int> tree(const std::vector<int>& roots) {
    std::multimap<int, int> child;
    DIR* d = opendir("/proc");
    while (dirent* e = readdir(d)) {
        int pid = atoi(e->d_name);
        if (pid <= 0) continue;
        std::ifstream f("/proc/" + string(e->d_name) + "/stat");
        string s;
        std::getline(f, s);
        if (auto p = s.rfind(')'); p != string::npos && p + 4 < s.size()) child.emplace(atoi(s.c_str() + p + 4), pid);
    }
    closedir(d);
    std::vector<int> all = roots;
    for (size_t i = 0; i < all.size(); ++i) for (auto [a, b] = child.equal_range(all[i]); a != b; ++a) all.push_back(a->second);
    return all;
}
static double cpu_of(int pid) {  // its threads, alive or ended (ns), and the children it has waited for (ticks)
    double t = 0;
    clockid_t c;
    timespec ts;
    if (!clock_getcpuclockid(pid, &c) && !clock_gettime(c, &ts)) t = ts.tv_sec + ts.tv_nsec / 1e9;
    std::ifstream f("/proc/" + std::to_string(pid) + "/stat");
    string s;
    std::getline(f, s);
    if (auto p = s.rfind(')'); p != string::npos) {
        long cu = 0, cs = 0;
        sscanf(s.c_str() + p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %ld %ld", &cu, &cs);
        t += double(cu + cs) / sysconf(_SC_CLK_TCK);
    }
    return t;
}
static long kib_of(int pid, const char* file, const char* key) {
    std::ifstream f("/proc/" + std::to_string(pid) + "/" + file);
    for (string s; std::getline(f, s);) if (s.starts_with(key)) return atol(s.c_str() + strlen(key));
    return 0;
}
struct Usage { double cpu = 0; long rss = 0, pss = 0; size_t processes = 0; };
static Usage usage(const std::vector<int>& roots) {
    Usage u;
    for (int p : tree(roots)) {
        u.cpu += cpu_of(p);
        u.rss += kib_of(p, "status", "VmRSS:");
        u.pss += kib_of(p, "smaps_rollup", "Pss:");
        ++u.processes;
    }
    return u;
}

// ---- sessions ----
static string target, pipelining = "1";
static int connect_to(bool first) {  // -1: the server is gone (only after the first round of connections)
    auto gone = [&] { if (first) die(target + ": " + strerror(errno)); return -1; };
    if (target.starts_with("unix:")) {
        sockaddr_un a{};
        a.sun_family = AF_UNIX;
        if (target.size() - 5 >= sizeof a.sun_path) die("socket path too long");
        memcpy(a.sun_path, target.c_str() + 5, target.size() - 5);
        int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        for (int i = 0; connect(s, (sockaddr*)&a, sizeof a); ++i) {
            if (errno != EAGAIN || i > 2000) { close(s); return gone(); }
            usleep(1000);  // the listen queue is full
        }
        fcntl(s, F_SETFL, O_NONBLOCK);
        return s;
    }
    auto colon = target.rfind(':');
    addrinfo hints{}, *r = nullptr;
    hints.ai_socktype = SOCK_STREAM;
    if (colon == string::npos || getaddrinfo(target.substr(0, colon).c_str(), target.c_str() + colon + 1, &hints, &r)) die("bad --to " + target);
    int s = socket(r->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    int failed = connect(s, r->ai_addr, r->ai_addrlen);
    if (failed) { freeaddrinfo(r); close(s); return gone(); }
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    freeaddrinfo(r);
    fcntl(s, F_SETFL, O_NONBLOCK);
    return s;
}

enum class Wait { greeting, lhlo, mail, rcpt, data, dot, quit };
struct Session {
    int fd = -1;
    Wait wait = Wait::greeting;
    Mail* mail = nullptr;
    string in, out, refused;
    size_t out_pos = 0, sent = 0;
    bool want_write = false, pipelined = false;
};
static std::vector<Mail> mails;
static size_t next_mail = 0, finished = 0, lost_sessions = 0, reconnects = 0;
static int ep;
static size_t per_session = 0;

static void flush(Session& s) {
    while (s.out_pos < s.out.size()) {
        ssize_t n = send(s.fd, s.out.data() + s.out_pos, s.out.size() - s.out_pos, MSG_NOSIGNAL);
        if (n < 0) { if (errno == EAGAIN) break; s.out.clear(); s.out_pos = 0; break; }  // a broken peer shows up at the next read
        s.out_pos += n;
    }
    if (s.out_pos == s.out.size()) { s.out.clear(); s.out_pos = 0; }
    if (bool w = !s.out.empty(); w != s.want_write) {
        epoll_event e{};
        e.events = EPOLLIN | (w ? unsigned(EPOLLOUT) : 0u);
        e.data.ptr = &s;
        epoll_ctl(ep, EPOLL_CTL_MOD, s.fd, &e);
        s.want_write = w;
    }
}
static bool open_session(Session& s, bool first) {
    s = Session{};
    s.fd = connect_to(first);
    if (s.fd < 0) return false;
    epoll_event e{};
    e.events = EPOLLIN;
    e.data.ptr = &s;
    epoll_ctl(ep, EPOLL_CTL_ADD, s.fd, &e);
    return true;
}
static void next(Session& s) {
    if (next_mail == mails.size() || (per_session && s.sent == per_session)) {
        s.out += "QUIT\r\n";
        s.wait = Wait::quit;
        return;
    }
    s.mail = &mails[next_mail++];
    ++s.sent;
    s.refused.clear();
    s.mail->start = now();
    s.out += "MAIL FROM:<" + s.mail->from + ">\r\n";
    if (s.pipelined) s.out += "RCPT TO:<" + s.mail->rcpt + ">\r\nDATA\r\n";
    s.wait = Wait::mail;
}
static void done(Session& s, const string& reply) {
    s.mail->end = now();
    s.mail->reply = reply;
    if (!s.mail->dot) s.mail->dot = s.mail->end;
    s.mail = nullptr;
    ++finished;
}
// One whole reply (last line of it). False: close the session.
static bool on_reply(Session& s, const string& all, const string& line) {
    bool good = line[0] == '2', closing = line.starts_with("421");
    switch (s.wait) {
    case Wait::greeting:
        if (!good) return false;
        s.out += "LHLO load.example\r\n";
        s.wait = Wait::lhlo;
        break;
    case Wait::lhlo:
        if (!good) return false;
        s.pipelined = pipelining == "1" && all.find("PIPELINING") != string::npos;
        next(s);
        break;
    case Wait::mail:
        if (!good) s.refused = line;
        if (!good && !s.pipelined) { done(s, line); if (closing) return false; next(s); break; }
        s.wait = Wait::rcpt;
        if (!s.pipelined) s.out += "RCPT TO:<" + s.mail->rcpt + ">\r\n";
        break;
    case Wait::rcpt:
        if (!good && s.refused.empty()) s.refused = line;
        if (!good && !s.pipelined) { done(s, line); if (closing) return false; s.out += "RSET\r\n"; s.wait = Wait::lhlo; break; }
        s.wait = Wait::data;
        if (!s.pipelined) s.out += "DATA\r\n";
        break;
    case Wait::data:
        if (line[0] != '3') {
            done(s, s.refused.empty() ? line : s.refused);
            if (closing) return false;
            next(s);
            break;
        }
        if (!s.refused.empty()) { done(s, s.refused); return false; }  // 354 with no recipient: give this session up
        s.out += s.mail->data;
        s.mail->dot = now();
        s.wait = Wait::dot;
        break;
    case Wait::dot:
        done(s, line);
        if (closing) return false;
        next(s);
        break;
    case Wait::quit:
        return false;
    }
    return !closing;
}
// False: the session is over.
static bool on_input(Session& s) {
    char buf[65536];
    for (;;) {
        ssize_t n = recv(s.fd, buf, sizeof buf, 0);
        if (n < 0 && errno == EAGAIN) break;
        if (n <= 0) { if (s.wait != Wait::quit) { ++lost_sessions; if (s.mail) done(s, "000 connection lost"); } return false; }
        s.in.append(buf, n);
        if (n < (ssize_t)sizeof buf) break;
    }
    for (;;) {
        size_t start = 0, end;
        for (;;) {  // find the last line of a reply: code, then a space
            end = s.in.find("\n", start);
            if (end == string::npos) return true;
            if (end - start < 4 || s.in[start + 3] != '-') break;
            start = end + 1;
        }
        string all = s.in.substr(0, end + 1), line = s.in.substr(start, end - start);
        while (!line.empty() && (line.back() == '\r')) line.pop_back();
        if (line.size() < 3) line = "000 bad reply";
        s.in.erase(0, end + 1);
        if (!on_reply(s, all, line)) { if (s.mail) done(s, line); return false; }
    }
}

static double pct(std::vector<double>& v, double q) { return v.empty() ? 0 : v[std::min(v.size() - 1, size_t(q * v.size()))] * 1e3; }

int main(int argc, char** argv) {
    string dir, from, rcpt, fails, taken;
    size_t count = 0, skip = 0, sessions = 20;
    double timeout = 60;
    std::vector<int> pids;
    for (int i = 1; i + 1 < argc; i += 2) {
        string o = argv[i], v = argv[i + 1];
        if (o == "--to") target = v;
        else if (o == "--mails") dir = v;
        else if (o == "--count") count = std::stoul(v);
        else if (o == "--sessions") sessions = std::stoul(v);
        else if (o == "--per-session") per_session = std::stoul(v);
        else if (o == "--pipelining") pipelining = v;
        else if (o == "--from") from = v;
        else if (o == "--rcpt") rcpt = v;
        else if (o == "--pid") pids.push_back(std::stoi(v));
        else if (o == "--timeout") timeout = std::stod(v);
        else if (o == "--skip") skip = std::stoul(v);
        else if (o == "--fails") fails = v;
        else if (o == "--accepted") taken = v;
        else die("unknown option " + o);
    }
    if (target.empty() || dir.empty() || argc % 2 == 0) die("usage: lmtp_load --to unix:PATH|HOST:PORT --mails DIR [--count N] [--sessions S] [--pid P] ...");
    std::vector<fs::path> files;
    for (auto& e : fs::directory_iterator(dir)) if (e.path().extension() == ".eml") files.push_back(e.path());
    std::sort(files.begin(), files.end());
    files.erase(files.begin(), files.begin() + std::min(skip, files.size()));
    if (!count) count = files.size();
    if (!count || count > files.size()) die("asked for " + std::to_string(count) + " distinct mails, " + dir + " has " + std::to_string(files.size()) + " left");
    size_t bytes = 0;
    for (size_t i = 0; i < count; ++i) { mails.push_back(read_mail(files[i], from, rcpt)); bytes += mails.back().data.size(); }
    sessions = std::min(sessions, count);

    Usage before = usage(pids), peak = before;
    ep = epoll_create1(EPOLL_CLOEXEC);
    std::vector<Session> ss(sessions);
    rusage r0, r1;
    getrusage(RUSAGE_SELF, &r0);
    double t0 = now(), progress = t0, sampled = t0;
    size_t seen = 0, live = sessions;
    for (auto& s : ss) open_session(s, true);
    std::vector<epoll_event> ev(sessions);
    bool stuck = false;
    while (live) {
        int n = epoll_wait(ep, ev.data(), ev.size(), 100);
        for (int i = 0; i < n; ++i) {
            auto& s = *static_cast<Session*>(ev[i].data.ptr);
            bool alive = !(ev[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) || on_input(s);
            if (alive) { flush(s); continue; }
            close(s.fd);
            s.fd = -1;
            if (next_mail < mails.size() && lost_sessions < 1000 && open_session(s, false)) ++reconnects; else --live;
        }
        double t = now();
        if (finished != seen) { seen = finished; progress = t; }
        if (t - progress > timeout) { stuck = true; break; }
        if (!pids.empty() && t - sampled > 0.25) {
            Usage u = usage(pids);
            peak.rss = std::max(peak.rss, u.rss); peak.pss = std::max(peak.pss, u.pss); peak.processes = std::max(peak.processes, u.processes);
            sampled = now();
        }
    }
    Usage after = usage(pids);
    getrusage(RUSAGE_SELF, &r1);
    double last = t0;
    size_t accepted = 0, deferred = 0, refused = 0, lost = 0;
    std::vector<double> lat, rep;
    FILE* ff = fails.empty() ? nullptr : fopen(fails.c_str(), "w");
    FILE* af = taken.empty() ? nullptr : fopen(taken.c_str(), "w");
    for (auto& m : mails) {
        last = std::max(last, m.end);
        char c = m.reply.empty() ? '0' : m.reply[0];
        (c == '2' ? accepted : c == '4' ? deferred : c == '5' ? refused : lost)++;
        if (c == '2') {
            lat.push_back(m.end - m.start);
            rep.push_back(m.end - m.dot);
            if (af) fprintf(af, "%s\n", m.file.c_str());
        }
        else if (ff) fprintf(ff, "%s\t%s\n", m.file.c_str(), m.reply.c_str());
    }
    if (ff) fclose(ff);
    if (af) fclose(af);
    std::sort(lat.begin(), lat.end());
    std::sort(rep.begin(), rep.end());
    auto cpu = [](const rusage& r) { return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6; };
    double wall = last - t0;
    peak.rss = std::max(peak.rss, after.rss); peak.pss = std::max(peak.pss, after.pss);
    printf("{\"n\":%zu,\"ok\":%zu,\"fail\":%zu,\"deferred\":%zu,\"refused\":%zu,\"lost\":%zu,\"reconnects\":%zu,\"sessions\":%zu,\"bytes\":%zu,"
           "\"wall_s\":%.4f,\"mails_s\":%.1f,\"p50_ms\":%.3f,\"p90_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,\"reply_p50_ms\":%.3f,\"reply_p99_ms\":%.3f,\"load_cpu_s\":%.4f",
           mails.size(), accepted, mails.size() - accepted, deferred, refused, lost, reconnects, sessions, bytes, wall, accepted / std::max(wall, 1e-9),
           pct(lat, .5), pct(lat, .9), pct(lat, .99), pct(lat, 1), pct(rep, .5), pct(rep, .99), cpu(r1) - cpu(r0));
    if (!pids.empty())
        printf(",\"server_cpu_s\":%.4f,\"server_cpu_ms_mail\":%.4f,\"server_rss_mib_before\":%.1f,\"server_rss_mib_peak\":%.1f,\"server_pss_mib_peak\":%.1f,\"server_processes\":%zu",
               after.cpu - before.cpu, (after.cpu - before.cpu) / mails.size() * 1e3, before.rss / 1024., peak.rss / 1024., peak.pss / 1024., std::max(peak.processes, after.processes));
    puts("}");
    if (stuck) fprintf(stderr, "lmtp_load: no progress for %.0f s, given up\n", timeout);
    return accepted == mails.size() ? 0 : 1;
}
