/* A fault to put in front of a program (LD_PRELOAD): its forked children go wrong at their DIE_AT-th recv(), in the way DIE_HOW says.
 *
 *     crash    a wild pointer        forbidden   a system call that a sandbox does not allow
 *     loop     never ends            hang        waits for ever
 *
 * The process that was started is left alone; every child of it is hit, the one that replaces a dead one as well. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static pid_t started;
static int die_at;
static const char *die_how = "";

__attribute__((constructor)) static void remember(void) {
    const char *at = getenv("DIE_AT");
    const char *how = getenv("DIE_HOW");
    started = getpid();
    die_at = at ? atoi(at) : 0;
    die_how = how ? how : "";
}

static void die(int fd) {
    char octet;
    if (strcmp(die_how, "crash") == 0) *(volatile int *)16 = 1;
    if (strcmp(die_how, "forbidden") == 0) syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
    if (strcmp(die_how, "loop") == 0) for (;;) *(volatile int *)&die_at = 0;
    if (strcmp(die_how, "hang") == 0) for (;;) syscall(SYS_recvfrom, fd, &octet, 1, MSG_PEEK | MSG_WAITALL, NULL, NULL);
}

ssize_t recv(int fd, void *buffer, size_t size, int flags) {
    static int calls;
    if (getpid() != started && ++calls == die_at) die(fd);
    return syscall(SYS_recvfrom, fd, buffer, size, flags, NULL, NULL);
}
