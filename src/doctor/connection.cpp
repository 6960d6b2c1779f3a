#include "doctor/connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>

#include "tlsrpt/domain.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::doctor {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t max_line_bytes = 2048;  // RFC 5321 section 4.5.3.1.5 allows 512
constexpr std::size_t max_names = 100;
constexpr std::size_t max_certificates = 20;

std::string openssl_error() {
    const unsigned long code = ERR_get_error();
    ERR_clear_error();
    if (code == 0) return "the TLS handshake failed";
    const char* reason = ERR_reason_error_string(code);
    return reason == nullptr ? "TLS error" : reason;
}

template <typename Encode>
std::string der_of(const Encode& encode) {
    const int length = encode(nullptr);
    if (length <= 0) return {};
    std::string octets(static_cast<std::size_t>(length), '\0');
    auto* at = reinterpret_cast<unsigned char*>(octets.data());
    return encode(&at) == length ? octets : std::string{};
}

CertificateOctets octets_of(X509* certificate) {
    return {der_of([certificate](unsigned char** out) { return i2d_X509(certificate, out); }),
            der_of([certificate](unsigned char** out) { return i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), out); })};
}

std::chrono::sys_seconds time_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return {};
    return std::chrono::sys_seconds{std::chrono::seconds{timegm(&parts)}};
}

std::vector<std::string> names_of(X509* certificate) {
    const std::unique_ptr<GENERAL_NAMES, void (*)(GENERAL_NAMES*)> all{
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)), GENERAL_NAMES_free};
    std::vector<std::string> names;
    for (int i = 0; all && i < sk_GENERAL_NAME_num(all.get()) && names.size() < max_names; ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(all.get(), i);
        if (name->type != GEN_DNS) continue;
        const auto* text = reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName));
        names.push_back(cut_text({text, static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName))}, 255));
    }
    return names;
}

}  // namespace

void Connection::FreeContext::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }
void Connection::FreeSession::operator()(ssl_st* session) const { SSL_free(session); }

Connection::~Connection() {
    session_.reset();
    if (fd_ >= 0) ::close(fd_);
}

bool Connection::fail(End end, std::string detail) {
    end_ = end;
    detail_ = std::move(detail);
    return false;
}

bool Connection::wait(short events) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until_ - Clock::now());
        if (left.count() <= 0) return fail(End::TimedOut, "time is over");
        pollfd ready{fd_, events, 0};
        const int count = ::poll(&ready, 1, static_cast<int>(left.count()));
        if (count > 0) return true;
        if (count < 0 && errno != EINTR) return fail(End::Failed, std::strerror(errno));
    }
}

bool Connection::connect(const std::string& address, std::uint16_t port, std::chrono::milliseconds at_most) {
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    const bool is_v6 = address.find(':') != std::string::npos;
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    if (inet_pton(is_v6 ? AF_INET6 : AF_INET, address.c_str(),
                  is_v6 ? static_cast<void*>(&v6.sin6_addr) : static_cast<void*>(&v4.sin_addr)) != 1)
        return fail(End::Failed, "not an address");
    fd_ = ::socket(is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd_ < 0) return fail(End::Failed, std::strerror(errno));
    const auto* target = is_v6 ? reinterpret_cast<const sockaddr*>(&v6) : reinterpret_cast<const sockaddr*>(&v4);
    if (::connect(fd_, target, is_v6 ? sizeof v6 : sizeof v4) == 0) return true;
    if (errno != EINPROGRESS) return fail(End::Failed, std::strerror(errno));
    const auto whole = until_;
    until_ = std::min(whole, Clock::now() + at_most);
    const bool ready = wait(POLLOUT);
    until_ = whole;
    if (!ready) return false;
    int error = 0;
    socklen_t length = sizeof error;
    if (::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &length) != 0) error = errno;
    return error == 0 || fail(End::Failed, std::strerror(error));
}

bool Connection::again(int result) {
    switch (SSL_get_error(session_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            return wait(POLLIN);
        case SSL_ERROR_WANT_WRITE:
            return wait(POLLOUT);
        case SSL_ERROR_ZERO_RETURN:
            return fail(End::Closed, "the connection was closed");
        case SSL_ERROR_SYSCALL:
            if (ERR_peek_error() == 0) return fail(End::Closed, "the connection was closed");
            [[fallthrough]];
        default:
            return fail(End::Failed, openssl_error());
    }
}

bool Connection::write(std::string_view octets) {
    while (!octets.empty()) {
        ssize_t written = 0;
        if (session_) {
            ERR_clear_error();
            written = SSL_write(session_.get(), octets.data(), static_cast<int>(octets.size()));
            if (written <= 0) {
                if (!again(static_cast<int>(written))) return false;
                continue;
            }
        } else {
            written = ::send(fd_, octets.data(), octets.size(), MSG_NOSIGNAL);
            if (written < 0 && (errno == EAGAIN || errno == EINTR)) {
                if (!wait(POLLOUT)) return false;
                continue;
            }
            if (written < 0) return fail(End::Closed, std::strerror(errno));
        }
        octets.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::size_t Connection::receive(char* into, std::size_t room) {
    for (;;) {
        const ssize_t got = ::recv(fd_, into, room, 0);
        if (got > 0) return static_cast<std::size_t>(got);
        if (got == 0) return fail(End::Closed, "the connection was closed"), 0;
        if (errno != EAGAIN && errno != EINTR) return fail(End::Closed, std::strerror(errno)), 0;
        if (!wait(POLLIN)) return 0;
    }
}

std::optional<std::string> Connection::read_line() {
    for (;;) {
        const std::size_t end = buffer_.find('\n');
        if (end != std::string::npos) {
            std::string line = buffer_.substr(0, end);
            buffer_.erase(0, end + 1);
            if (line.ends_with('\r')) line.pop_back();
            return line;
        }
        if (buffer_.size() > max_line_bytes) {
            fail(End::Failed, "a line without an end");
            return std::nullopt;
        }
        std::array<char, 1024> block{};
        const std::size_t got = receive(block.data(), block.size());
        if (got == 0) return std::nullopt;
        buffer_.append(block.data(), got);
    }
}

bool Connection::start_tls(const std::string& host, const std::string& ca_file) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (!context_ || SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION) != 1) return fail(End::Failed, openssl_error());
    const int loaded = ca_file.empty() ? SSL_CTX_set_default_verify_paths(context_.get())
                                       : SSL_CTX_load_verify_locations(context_.get(), ca_file.c_str(), nullptr);
    if (loaded != 1) return fail(End::Failed, "the file of authorities cannot be read: " + openssl_error());
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_NONE, nullptr);  // the verdict is kept, the handshake goes on
    session_.reset(SSL_new(context_.get()));
    if (!session_ || SSL_set_fd(session_.get(), fd_) != 1 ||
        SSL_ctrl(session_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str())) != 1)
        return fail(End::Failed, openssl_error());
    X509_VERIFY_PARAM_set_flags(SSL_get0_param(session_.get()), X509_V_FLAG_NO_CHECK_TIME);  // dates are judged apart from trust
    for (;;) {
        ERR_clear_error();
        const int result = SSL_connect(session_.get());
        if (result == 1) return true;
        if (!again(result)) return false;
    }
}

void Connection::describe(const std::string& host, Probe& probe, std::chrono::sys_seconds now) const {
    probe.protocol = SSL_get_version(session_.get());
    const STACK_OF(X509)* chain = SSL_get_peer_cert_chain(session_.get());
    const int count = chain == nullptr ? 0 : std::min(sk_X509_num(chain), static_cast<int>(max_certificates));
    for (int i = 0; i < count; ++i) {
        X509* certificate = sk_X509_value(chain, i);
        probe.chain.push_back(octets_of(certificate));
        if (time_of(X509_get0_notAfter(certificate)) < now || time_of(X509_get0_notBefore(certificate)) > now) probe.is_expired = true;
    }
    const long verdict = SSL_get_verify_result(session_.get());
    probe.is_trusted = count > 0 && verdict == X509_V_OK;
    if (!probe.is_trusted) probe.trust_detail = count == 0 ? "no certificate" : X509_verify_cert_error_string(verdict);
    if (count == 0) return;
    X509* own = sk_X509_value(chain, 0);
    probe.names = names_of(own);
    probe.not_after = time_of(X509_get0_notAfter(own));
    // RFC 8461 section 4.2: a DNS name of the certificate, a "*" for its whole first label only. The subject's common name does not count.
    constexpr unsigned flags = X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
    probe.name_matches = X509_check_host(own, host.data(), host.size(), flags, nullptr) == 1;
}

}  // namespace tlsrpt::doctor
