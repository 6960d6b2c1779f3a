// A relay between libpq and a server, which loses the connection in a COMMIT, on either side of it.
//
//     socket of our own ⇄ socket of the server, until COMMIT goes by
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace tlsrpt::test {

class Relay {
public:
    enum class Cut {
        None,
        Request,    ///< the server never gets COMMIT: it rolls back
        Answer,     ///< the server commits, and nobody hears of it
        Late,       ///< as Answer; but the server gets COMMIT only when the client has connected anew and waits
    };
    /// @param server  the folder of the server's socket
    explicit Relay(std::string server);
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;
    ~Relay();

    void cut_next_commit(Cut how) { cut_ = how; }
    [[nodiscard]] int cuts() const { return cuts_; }
    [[nodiscard]] std::string url() const;    ///< of the server, through here

private:
    void accept_all();
    void serve(int client);

    std::string server_;
    std::string folder_;
    int listener_{-1};
    std::atomic<Cut> cut_{Cut::None};
    std::atomic<int> cuts_{0};
    std::atomic<int> connections_{0};
    std::atomic<bool> ending_{false};
    std::vector<std::thread> sessions_;    // of the accepting thread, then of the destructor
    std::thread accepting_;
};

}  // namespace tlsrpt::test
