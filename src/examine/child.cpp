#include "examine/child.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <initializer_list>

namespace tlsrpt {

bool bind_to(pid_t parent) { return ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::getppid() == parent && ::prctl(PR_SET_DUMPABLE, 0) == 0; }

bool keep_only(int fd) {
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0) return false;
    // The socket moves first: it may itself have a number up to 2 when the caller was started without standard descriptors.
    const int high = ::fcntl(fd, F_DUPFD_CLOEXEC, child_fd);
    if (high < 0) return false;
    for (int standard = 0; standard <= STDERR_FILENO; ++standard)
        if (::dup2(null, standard) < 0) return false;
    if (high != child_fd && ::dup2(high, child_fd) < 0) return false;
    return ::close_range(child_fd + 1, ~0U, 0) == 0;
}

bool reset_signals() {
    for (int signal = 1; signal < NSIG; ++signal) (void)::signal(signal, SIG_DFL);  // fails for SIGKILL, SIGSTOP and libc's own: as it should
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) (void)::signal(signal, SIG_IGN);
    sigset_t none;
    ::sigemptyset(&none);
    return ::sigprocmask(SIG_SETMASK, &none, nullptr) == 0;
}

SignalsBlocked::SignalsBlocked() {
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, &before_);
}

SignalsBlocked::~SignalsBlocked() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }

}  // namespace tlsrpt
