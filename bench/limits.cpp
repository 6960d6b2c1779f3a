// Physical limits of this machine for a durable mail ingest. One JSON line per measurement.
//   limits fsync DIR [n]            append 4 KiB + fdatasync
//   limits wal DIR [seconds]        SQLite WAL commits: synchronous FULL/NORMAL, 1/64/256 mails a transaction
//   limits spawn N CMD [ARGS...]    posix_spawn + wait, one after another
// Built by side-by-side.
#include <fcntl.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>
extern char** environ;
using std::string;
static double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }
static double cpu(int who) {
    rusage r;
    getrusage(who, &r);
    return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}
static double pct(std::vector<double>& v, double q) { return v[std::min(v.size() - 1, size_t(q * v.size()))]; }

static void bench_fsync(const string& dir, int n) {
    string path = dir + "/limits.fsync";
    int fd = open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    std::vector<char> page(4096, 'x');
    std::vector<double> us;
    for (int i = 0; i < n; ++i) {
        double t = now();
        if (write(fd, page.data(), page.size()) != 4096 || fdatasync(fd)) { perror("write"); exit(1); }
        us.push_back((now() - t) * 1e6);
    }
    close(fd);
    unlink(path.c_str());
    std::sort(us.begin(), us.end());
    printf("{\"limit\":\"fdatasync_4k_append\",\"dir\":\"%s\",\"n\":%d,\"p50_us\":%.0f,\"p90_us\":%.0f,\"p99_us\":%.0f,\"max_us\":%.0f}\n", dir.c_str(), n, pct(us, .5), pct(us, .9), pct(us, .99), us.back());
}

static void bench_wal(const string& dir, double seconds) {
    for (const char* sync : {"FULL", "NORMAL", "OFF"})
        for (int batch : {1, 16, 64, 256}) {
            string path = dir + "/limits.db";
            for (auto s : {"", "-wal", "-shm"}) std::filesystem::remove(path + s);
            sqlite3* h;
            sqlite3_open(path.c_str(), &h);
            sqlite3_exec(h, ("PRAGMA journal_mode=WAL; PRAGMA synchronous=" + string(sync) + "; CREATE TABLE r(id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, n INTEGER, UNIQUE(a,b));"
                "CREATE TABLE p(id INTEGER PRIMARY KEY, r INTEGER, a TEXT, n INTEGER, m INTEGER); CREATE INDEX pd ON p(a);").c_str(), nullptr, nullptr, nullptr);
            sqlite3_stmt *a, *b, *begin, *commit;
            sqlite3_prepare_v2(h, "INSERT INTO r(a,b,c,n) VALUES('sender.example',?,'2026-01-01T00:00:00Z',1)", -1, &a, nullptr);
            sqlite3_prepare_v2(h, "INSERT INTO p(r,a,n,m) VALUES(?,'rcpt.example',12345,6)", -1, &b, nullptr);
            sqlite3_prepare_v2(h, "BEGIN IMMEDIATE", -1, &begin, nullptr);
            sqlite3_prepare_v2(h, "COMMIT", -1, &commit, nullptr);
            long mails = 0, commits = 0;
            double t0 = now(), c0 = cpu(RUSAGE_SELF);
            while (now() - t0 < seconds) {
                sqlite3_step(begin); sqlite3_reset(begin);
                for (int i = 0; i < batch; ++i) {
                    string id = "2026-01-01T00:00:00Z_rcpt.example_" + std::to_string(++mails);
                    sqlite3_bind_text(a, 1, id.data(), id.size(), SQLITE_STATIC);
                    sqlite3_step(a); sqlite3_reset(a);
                    sqlite3_bind_int64(b, 1, mails);
                    sqlite3_step(b); sqlite3_reset(b);
                }
                if (sqlite3_step(commit) != SQLITE_DONE) { fprintf(stderr, "%s\n", sqlite3_errmsg(h)); exit(1); }
                sqlite3_reset(commit);
                ++commits;
            }
            double t = now() - t0;
            printf("{\"limit\":\"sqlite_wal\",\"dir\":\"%s\",\"synchronous\":\"%s\",\"batch\":%d,\"commits_s\":%.0f,\"mails_s\":%.0f,\"cpu_us_mail\":%.1f}\n", dir.c_str(), sync, batch, commits / t, mails / t, (cpu(RUSAGE_SELF) - c0) / mails * 1e6);
            fflush(stdout);
            for (auto* s : {a, b, begin, commit}) sqlite3_finalize(s);
            sqlite3_close(h);
            for (auto s : {"", "-wal", "-shm"}) std::filesystem::remove(path + s);
        }
}

static void bench_spawn(int n, char** argv) {
    std::vector<double> us;
    double c0 = cpu(RUSAGE_CHILDREN), s0 = cpu(RUSAGE_SELF);
    for (int i = 0; i < n; ++i) {
        double t = now();
        pid_t pid;
        if (posix_spawnp(&pid, argv[0], nullptr, nullptr, argv, environ)) { perror(argv[0]); exit(1); }
        int st;
        waitpid(pid, &st, 0);
        if (st) { fprintf(stderr, "%s: status %d\n", argv[0], st); exit(1); }
        us.push_back((now() - t) * 1e6);
    }
    rusage r;
    getrusage(RUSAGE_CHILDREN, &r);
    std::sort(us.begin(), us.end());
    printf("{\"limit\":\"spawn\",\"cmd\":\"%s\",\"n\":%d,\"wall_p50_us\":%.0f,\"wall_p10_us\":%.0f,\"child_cpu_us\":%.0f,\"parent_cpu_us\":%.0f,\"child_maxrss_kib\":%ld}\n", argv[0], n, pct(us, .5), pct(us, .1), (cpu(RUSAGE_CHILDREN) - c0) / n * 1e6, (cpu(RUSAGE_SELF) - s0) / n * 1e6, r.ru_maxrss);
}

int main(int argc, char** argv) {
    string what = argc > 2 ? argv[1] : "";
    if (what == "fsync") bench_fsync(argv[2], argc > 3 ? atoi(argv[3]) : 2000);
    else if (what == "wal") bench_wal(argv[2], argc > 3 ? atof(argv[3]) : 2);
    else if (what == "spawn" && argc > 3) bench_spawn(atoi(argv[2]), argv + 3);
    else { fprintf(stderr, "limits fsync|wal DIR [n|s] | spawn N CMD...\n"); return 2; }
}
