/* A fault to put in front of a program (LD_PRELOAD): its forked children go wrong as they receive, in the way that is asked for.
 *
 *     DIE_AT, DIE_HOW   at the DIE_AT-th recv() of each child, in the way DIE_HOW
 *     FAULT_BY_MAIL     set: whenever a child receives a mail with a line "X-Fault: HOW", in the way HOW; all others work
 *
 *     crash    a wild pointer                    file          tries to open one; aborts if it can, else goes on
 *     loop     never ends                        descriptors   aborts if it has more than 0 to 3, else goes on
 *     hang     waits for ever                    socket, process, program   tries to have one; aborts if it can
 *     memory   takes all there is, and goes on    once-…      as … says, but only the first time of all children
 *     overflow writes behind its memory, which AddressSanitizer sees; without it goes on
 *
 * The process that was started is left alone; every child of it is hit, the one that replaces a dead one as well. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static pid_t started;
static int die_at;
static int fault_by_mail;
static const char *die_how = "";
static int *times;    /* of once-…; shared by all children */

__attribute__((constructor)) static void remember(void) {
    const char *at = getenv("DIE_AT");
    const char *how = getenv("DIE_HOW");
    started = getpid();
    die_at = at ? atoi(at) : 0;
    die_how = how ? how : "";
    fault_by_mail = getenv("FAULT_BY_MAIL") != NULL;
    times = mmap(NULL, sizeof *times, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static void abort_if(int reached) {
    if (reached) abort();
}

static void write_behind(void) {
    void *(*volatile set)(void *, int, size_t) = memset;    /* the sanitizer's, not the compiler's */
    set(malloc(8), 0, 9);
}

static void take_all_memory(void) {
    void *volatile taken;
    for (size_t block = 1u << 20; block >= 16; block /= 2) do taken = malloc(block); while (taken);
}

/* @param how  begins with the word */
static void go_wrong(int fd, const char *how) {
    char octet;
    static volatile int turns;
#define ASKED_FOR(word) (strncmp(how, word, sizeof word - 1) == 0)
    if (ASKED_FOR("once-")) {
        if (__atomic_fetch_add(times, 1, __ATOMIC_RELAXED) > 0) return;
        how += sizeof "once-" - 1;
    }
    if (ASKED_FOR("crash")) *(volatile int *)16 = 1;
    if (ASKED_FOR("loop")) for (;;) turns = 0;
    if (ASKED_FOR("hang")) for (;;) syscall(SYS_recvfrom, fd, &octet, 1, MSG_PEEK | MSG_WAITALL, NULL, NULL);
    if (ASKED_FOR("memory")) take_all_memory();
    if (ASKED_FOR("overflow")) write_behind();
    if (ASKED_FOR("file")) abort_if(open("/etc/passwd", O_RDONLY) >= 0);
    if (ASKED_FOR("descriptors")) for (int other = 4; other < 1024; ++other) abort_if(fcntl(other, F_GETFD) >= 0);
    if (ASKED_FOR("socket")) abort_if(syscall(SYS_socket, AF_INET, SOCK_STREAM, 0) >= 0);
    if (ASKED_FOR("process")) abort_if(fork() >= 0);
    if (ASKED_FOR("program")) abort_if(execl("/bin/true", "true", NULL) != 0);    /* an error is not the end that it must be */
}

ssize_t recv(int fd, void *buffer, size_t size, int flags) {
    static int calls;
    static const char mark[] = "X-Fault: ";
    const int child = getpid() != started;
    if (child && ++calls == die_at) go_wrong(fd, die_how);
    const ssize_t received = syscall(SYS_recvfrom, fd, buffer, size, flags, NULL, NULL);
    if (child && fault_by_mail && received > 0) {
        const char *found = memmem(buffer, (size_t)received, mark, sizeof mark - 1);
        if (found) go_wrong(fd, found + sizeof mark - 1);
    }
    return received;
}
