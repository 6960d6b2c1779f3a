// tlsrpt-deliver: hands the mail on standard input to a running tlsrpt-lmtpd, and when none takes it, to `tlsrpt-ingest deliver`.
//
//     354 from the daemon ─► the mail ─► its answer: one line, exit status 0 or 75
//     no 354              ─► exec tlsrpt-ingest deliver, with standard input untouched
//
// Exits 0 or 75 and nothing else: MTAs bounce on most other ends (a signal, a time-out, a missing program), and a bounce goes to a forgeable address.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "deliver/arguments.hpp"
#include "deliver/handover.hpp"

namespace {

using namespace tlsrpt;

constexpr int exit_kept = 0;
constexpr int exit_put_off = 75;          // EX_TEMPFAIL
constexpr unsigned deadline_seconds = 70;    // the daemon's own limits come first; Postfix waits 1000 s

[[noreturn]] void leave(std::string line, int status) {
    line += '\n';
    (void)!write(STDOUT_FILENO, line.data(), line.size());
    _exit(status);
}

extern "C" void speak_and_leave(int signal) {
    constexpr char late[] = "4.3.2 overloaded: no result in time\n";
    constexpr char ended[] = "4.3.2 shutting-down: ended by a signal before the mail was stored\n";
    const bool is_late = signal == SIGALRM;
    (void)!write(STDOUT_FILENO, is_late ? late : ended, (is_late ? sizeof late : sizeof ended) - 1);
    _exit(exit_put_off);
}

// Exim starts us with SIGTERM, SIGHUP, SIGINT and SIGUSR1 ignored, Postfix with SIGPIPE and SIGXFSZ; masks survive exec, too.
void prepare_signals() {
    struct sigaction action {};
    action.sa_handler = speak_and_leave;
    sigfillset(&action.sa_mask);
    for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGIO, SIGPROF, SIGVTALRM,
                             SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP})
        sigaction(signal, &action, nullptr);
    (void)std::signal(SIGPIPE, SIG_IGN);
    (void)std::signal(SIGXFSZ, SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    alarm(deadline_seconds);
}

// A closed standard descriptor would become the socket. Reading a closed standard input goes on being an error and no empty mail.
void open_standard_descriptors() {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd)
        if (fcntl(fd, F_GETFD) < 0) (void)!open("/dev/null", O_WRONLY);
}

std::string ingest_beside_us() {
    char path[4096];
    const ssize_t size = readlink("/proc/self/exe", path, sizeof path);
    if (size <= 0 || size == static_cast<ssize_t>(sizeof path)) return TLSRPT_BINDIR "/tlsrpt-ingest";
    const std::string us{path, static_cast<std::size_t>(size)};
    return us.substr(0, us.rfind('/') + 1) + "tlsrpt-ingest";
}

[[noreturn]] void run_ingest(const DeliverArguments& arguments) {
    const std::string program = arguments.ingest.empty() ? ingest_beside_us() : arguments.ingest;
    std::vector<char*> words{const_cast<char*>(program.c_str()), const_cast<char*>("deliver")};
    for (const char* word : arguments.for_ingest) words.push_back(const_cast<char*>(word));
    words.push_back(nullptr);
    alarm(0);    // it would survive; tlsrpt-ingest has its own
    execv(program.c_str(), words.data());
    leave("4.3.5 misconfigured: no daemon takes the mail, and " + program + " cannot be run: " + std::strerror(errno), exit_put_off);
}

// Exit status 0 would tell an MTA that its mail is stored: only a person has a terminal or /dev/null there.
[[noreturn]] void leave_with(const char* text) {
    struct stat input {};
    const bool person = fstat(STDIN_FILENO, &input) == 0 && S_ISCHR(input.st_mode);
    leave(person ? text : "4.3.5 misconfigured: asked for help while a mail waits on standard input", person ? exit_kept : exit_put_off);
}

int deliver(int argc, char** argv) {
    const DeliverArguments arguments = read_arguments(argc, argv, [](const char* name) {
        const char* value = std::getenv(name);
        return std::string{value == nullptr ? "" : value};
    });
    if (arguments.help) leave_with("usage: tlsrpt-deliver [--socket PATH] [--ingest PATH] [-- arguments of tlsrpt-ingest deliver]");
    if (arguments.version) leave_with("tlsrpt-deliver " TLSRPT_VERSION);
    if (!arguments.wrong.empty()) leave("4.3.5 misconfigured: " + arguments.wrong, exit_put_off);

    bool fits = fits_command(arguments.sender);
    for (const std::string& recipient : arguments.recipients) fits = fits && fits_command(recipient);
    Handover handover;
    if (!fits || !handover.offer(arguments.socket, arguments.sender, arguments.recipients)) run_ingest(arguments);
    const Handover::Answer answer = handover.send(STDIN_FILENO);
    leave(answer.line, answer.kept ? exit_kept : exit_put_off);
}

}  // namespace

int main(int argc, char** argv) {
    open_standard_descriptors();
    prepare_signals();
    try {
        return deliver(argc, argv);
    } catch (...) {
        leave("4.3.5 internal: no memory", exit_put_off);
    }
}
