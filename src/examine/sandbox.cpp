#include "examine/sandbox.hpp"

#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <initializer_list>
#include <memory>
#include <type_traits>

#include "examine/sanitizer.hpp"

namespace tlsrpt {
namespace {

class Filter {
public:
    /// What no rule names ends the process.
    Filter() : context_(::seccomp_init(SCMP_ACT_KILL_PROCESS)), good_(context_ != nullptr) {}

    /// Names that this architecture does not have are left out by libseccomp.
    void allow(std::initializer_list<int> calls) {
        for (const int call : calls) add(SCMP_ACT_ALLOW, call, {});
    }
    void allow_if(int call, std::initializer_list<scmp_arg_cmp> conditions) { add(SCMP_ACT_ALLOW, call, conditions); }
    void refuse(unsigned error, std::initializer_list<int> calls) {
        for (const int call : calls) add(SCMP_ACT_ERRNO(error), call, {});
    }
    void refuse_if(unsigned error, int call, std::initializer_list<scmp_arg_cmp> conditions) {
        add(SCMP_ACT_ERRNO(error), call, conditions);
    }

    /// Sets no_new_privs too.
    bool load() { return good_ && ::seccomp_load(context_.get()) == 0; }

private:
    void add(std::uint32_t action, int call, std::initializer_list<scmp_arg_cmp> conditions) {
        good_ = good_ &&
                ::seccomp_rule_add_array(context_.get(), action, call, static_cast<unsigned>(conditions.size()), conditions.begin()) == 0;
    }

    struct Release {
        void operator()(scmp_filter_ctx context) const { ::seccomp_release(context); }
    };
    std::unique_ptr<std::remove_pointer_t<scmp_filter_ctx>, Release> context_;
    bool good_;
};

scmp_arg_cmp argument_is(unsigned index, scmp_datum_t value) { return {index, SCMP_CMP_EQ, value, 0}; }
scmp_arg_cmp argument_is_not(unsigned index, scmp_datum_t value) { return {index, SCMP_CMP_NE, value, 0}; }
scmp_arg_cmp argument_lacks(unsigned index, scmp_datum_t bits) { return {index, SCMP_CMP_MASKED_EQ, bits, 0}; }

}  // namespace

bool lock_process() {
    Filter filter;
    // The conversation with the parent.
    filter.allow({SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(read), SCMP_SYS(write),
                  SCMP_SYS(writev), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(close)});
    // Memory, never executable: no library is loaded any more.
    filter.allow({SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise)});
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) filter.allow_if(call, {argument_lacks(2, PROT_EXEC)});
    // What libc does on its own account.
    filter.allow({SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(restart_syscall), SCMP_SYS(getrandom), SCMP_SYS(clock_gettime),
                  SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getppid), SCMP_SYS(getuid),
                  SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(exit),
                  SCMP_SYS(exit_group)});
    // Signals: set, block, return; send to nobody but itself, as abort() does.
    filter.allow({SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack)});
    filter.allow_if(SCMP_SYS(tgkill), {argument_is(0, static_cast<scmp_datum_t>(::getpid()))});
    // Looking at its own limits, descriptors and process attributes, not changing them.
    filter.allow_if(SCMP_SYS(prlimit64), {argument_is(0, 0), argument_is(2, 0)});
    filter.refuse_if(EPERM, SCMP_SYS(prlimit64), {argument_is(0, 0), argument_is_not(2, 0)});
    for (const scmp_datum_t question : std::initializer_list<scmp_datum_t>{PR_GET_DUMPABLE, PR_GET_PDEATHSIG}) filter.allow_if(SCMP_SYS(prctl), {argument_is(0, question)});
    // Files. Six of these calls write down counts in a build that counts.
    filter.refuse(EACCES, {SCMP_SYS(open),   SCMP_SYS(openat2),    SCMP_SYS(creat),    SCMP_SYS(stat),      SCMP_SYS(lstat),
                           SCMP_SYS(statx),  SCMP_SYS(statfs),     SCMP_SYS(fstatfs),  SCMP_SYS(access),    SCMP_SYS(faccessat),
                           SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd), SCMP_SYS(chdir),
                           SCMP_SYS(mkdirat), SCMP_SYS(unlink),    SCMP_SYS(unlinkat), SCMP_SYS(rename),    SCMP_SYS(renameat),
                           SCMP_SYS(renameat2)});
    if (counted) {
        filter.allow({SCMP_SYS(openat), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(mkdir), SCMP_SYS(lseek), SCMP_SYS(fcntl)});
    } else {
        filter.refuse(EACCES, {SCMP_SYS(openat), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(mkdir)});
        filter.refuse(ESPIPE, {SCMP_SYS(lseek)});
        filter.allow_if(SCMP_SYS(fcntl), {argument_is(1, F_GETFD)});
    }
    if (sanitized) filter.allow({SCMP_SYS(pipe), SCMP_SYS(pipe2)});
    filter.refuse(ENOTTY, {SCMP_SYS(ioctl)});
    return filter.load();
}

}  // namespace tlsrpt
