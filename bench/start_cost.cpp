// What does a program cost that is started once for each mail?
//
//     start_cost RUNS MAIL COMMAND ARGUMENT…  →  CPU time, page faults and wall time of one run, start and all children included
//
// vfork(2) and execve(2), so that nothing of this program's own is counted: a child that shares its parent's memory has no pages to copy. MAIL is its
// standard input. A command that fails has no cost: the first exit status that is not 0 ends the run with 1.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

struct Cost {
    double user_ms;
    double system_ms;
    double wall_ms;
    long faults;
};

double milliseconds(const timeval& time) { return 1e3 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_usec); }

Cost run(const char* mail, char** command) {
    const int fd = ::open(mail, O_RDONLY | O_CLOEXEC);
    const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || null < 0) {
        std::perror(mail);
        std::exit(1);
    }
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = ::vfork();
    if (child == 0) {
        ::dup2(fd, STDIN_FILENO);
        ::dup2(null, STDOUT_FILENO);
        ::execv(command[0], command);
        ::_exit(127);
    }
    int status = -1;
    rusage use{};
    if (child < 0 || ::wait4(child, &status, 0, &use) != child || status != 0) {
        std::fprintf(stderr, "start_cost: wait status %d\n", status);
        std::exit(1);
    }
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
    ::close(fd);
    ::close(null);
    return {milliseconds(use.ru_utime), milliseconds(use.ru_stime), wall.count(), use.ru_minflt};
}

template <typename Of>
void print(const char* what, std::vector<Cost>& costs, Of of) {
    std::ranges::sort(costs, {}, of);
    const auto at = [&](std::size_t part) { return static_cast<double>(of(costs[part * (costs.size() - 1) / 4])); };
    std::printf("%-14s median %8.3f  quartiles %8.3f %8.3f  least %8.3f\n", what, at(2), at(1), at(3), at(0));
}

}  // namespace

int main(int argc, char** argv) {
    const int runs = argc > 3 ? std::atoi(argv[1]) : 0;
    if (runs < 1) {
        std::fprintf(stderr, "usage: start_cost RUNS MAIL COMMAND ARGUMENT...\n");
        return 64;
    }
    std::vector<Cost> costs;
    run(argv[2], argv + 3);    // once for the page cache
    for (int i = 0; i < runs; ++i) costs.push_back(run(argv[2], argv + 3));
    print("CPU ms", costs, [](const Cost& cost) { return cost.user_ms + cost.system_ms; });
    print("user ms", costs, [](const Cost& cost) { return cost.user_ms; });
    print("system ms", costs, [](const Cost& cost) { return cost.system_ms; });
    print("wall ms", costs, [](const Cost& cost) { return cost.wall_ms; });
    print("page faults", costs, [](const Cost& cost) { return cost.faults; });
}
