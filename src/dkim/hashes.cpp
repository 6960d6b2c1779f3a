#include "dkim/hashes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <new>

#include "dkim/characters.hpp"
#include "dkim/opendkim.hpp"
#include "dkim/openssl_ready.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::dkim {

namespace {

constexpr std::size_t sha256_bytes = 32;
constexpr std::string_view signature_name = "dkim-signature";

Error failed(std::string detail) { return Error{Slug::SignatureFailed, std::move(detail)}; }

/// Keys are our business. "Not found" is an answer after which the library goes on to the next signature.
DKIM_CBSTAT no_key(DKIM*, DKIM_SIGINFO*, unsigned char*, std::size_t) { return DKIM_CBSTAT_NOTFOUND; }

/// Its memory. The library answers one that ran out in the words of many other mistakes; `ran_out`, borrowed, is told.
void* allocate(void* ran_out, std::size_t size) {
    void* memory = std::malloc(size);
    if (memory == nullptr && ran_out != nullptr) *static_cast<bool*>(ran_out) = true;
    return memory;
}
void release(void*, void* memory) { std::free(memory); }

Library make_library() {
    prepare_openssl();
    Library library(dkim_init(allocate, release));
    if (!library) throw std::bad_alloc{};
    std::uint64_t drift = 1'000'000'000;  // seconds; more would wrap around below t=, see signature_field.hpp
    if (dkim_options(library.get(), DKIM_OP_SETOPT, DKIM_OPTS_CLOCKDRIFT, &drift, sizeof drift) != DKIM_STAT_OK) return nullptr;
    if (dkim_set_key_lookup(library.get(), no_key) != DKIM_STAT_OK) return nullptr;
    return library;
}

/// Only read after it is made, so threads may share it.
DKIM_LIB* shared_library() {
    static const Library library = make_library();
    return library.get();
}

/// The library does not write to what it is given; its interface is older than const.
unsigned char* unconst(std::string_view octets) {
    return const_cast<unsigned char*>(reinterpret_cast<const unsigned char*>(octets.data()));
}

// Without a way out of their loops these two take many octets at a time.
bool has_bare_line_end(std::string_view body) {
    std::uint8_t bare = 0;    // of an octet's width, or fewer are taken at a time
    for (std::size_t at = 0; at + 1 < body.size(); ++at) bare |= static_cast<std::uint8_t>((body[at] == '\r') != (body[at + 1] == '\n'));
    return bare != 0 || (!body.empty() && (body.front() == '\n' || body.back() == '\r'));
}

bool has_control(std::string_view value) {
    std::uint8_t controls = 0;
    for (const char c : value) controls |= static_cast<std::uint8_t>(static_cast<unsigned char>(c) < ' ');
    return controls != 0;
}

bool has_unhashable_control(std::string_view value) {
    if (!has_control(value)) return false;
    for (std::size_t at = 0; at < value.size();) {
        if (static_cast<unsigned char>(value[at]) >= ' ') {
            ++at;
        } else if (const std::size_t blank = fws_at(value, at); blank != 0) {
            at += blank;
        } else {
            return true;
        }
    }
    return false;
}

/// Fields that the library may need: the ones that a signature may be over. It wants From by itself.
bool is_wanted(const Field& field, std::span<const SignatureInMail> signatures) {
    const auto is_it = [&field](std::string_view name) { return equal_ignoring_case(field.name, name); };
    return is_it("From") || std::any_of(signatures.begin(), signatures.end(), [&is_it](const SignatureInMail& signature) {
               return std::any_of(signature.parsed->signed_fields.begin(), signature.parsed->signed_fields.end(), is_it);
           });
}

/// "X-Guard-<n>: x" with the first n that no h= names.
std::string guard_field(std::span<const SignatureInMail> signatures) {
    for (unsigned n = 0;; ++n) {
        const std::string name = fmt::format("x-guard-{}", n);
        const bool named =
            std::any_of(signatures.begin(), signatures.end(), [&](const auto& signature) { return signature.parsed->signs(name); });
        if (!named) return name + ": x";
    }
}

/// One mail inside the library: fed once, asked for the hashes of each signature.
class Hasher {
public:
    Hasher(const Prescan& mail, std::span<const SignatureInMail> signatures)
        : mail_(mail), signatures_(signatures), refusals_(signatures.size()) {}

    std::vector<Expected<SignedHashes>> run() {
        std::vector<Expected<SignedHashes>> results;
        const auto fed = feed();
        for (std::size_t i = 0; i < signatures_.size(); ++i) {
            if (!fed)
                results.emplace_back(fed.error());
            else
                results.push_back(hashes_of(i));
        }
        // That says nothing about the mail: as everywhere it is an exception, which ends the cell, and the mail is tried again.
        if (ran_out_) throw std::bad_alloc{};
        return results;
    }

private:
    Expected<void> feed() {
        if (has_bare_line_end(mail_.body)) return failed("the body has a bare CR or LF, for which RFC 6376 section 3.4 defines no hash");
        if (shared_library() == nullptr) return failed("libopendkim cannot be initialised");
        DKIM_STAT status = DKIM_STAT_OK;
        handle_.reset(dkim_verify(shared_library(), unconst("tlsrpt"), &ran_out_, &status));
        if (!handle_) return failed(fmt::format("libopendkim cannot start ({})", status));

        feed_fields();
        const std::string guard = guard_field(signatures_);
        dkim_header(handle_.get(), unconst(guard), guard.size());
        status = dkim_eoh(handle_.get());
        if (status != DKIM_STAT_OK) return failed(fmt::format("libopendkim refuses the header ({}: {})", status, last_error()));
        if (!mail_.body.empty()) status = dkim_body(handle_.get(), unconst(mail_.body), mail_.body.size());
        if (status == DKIM_STAT_OK && !mail_.body.empty() && !mail_.body.ends_with("\r\n"))
            status = dkim_body(handle_.get(), unconst("\r\n"), 2);
        if (status != DKIM_STAT_OK) return failed(fmt::format("libopendkim refuses the body ({}: {})", status, last_error()));
        dkim_eom(handle_.get(), nullptr);  // its status speaks of the keys that it was not given

        int count = 0;
        if (dkim_getsiglist(handle_.get(), &listed_, &count) != DKIM_STAT_OK || count < 0 || static_cast<std::size_t>(count) != fed_.size())
            return failed("libopendkim lost a signature");
        return {};
    }

    void feed_fields() {
        for (const Field& field : mail_.fields) {
            std::optional<std::size_t> own;
            if (equal_ignoring_case(field.name, signature_name)) {
                own = index_of(field);
                if (!own) {
                    left_out_ = true;
                    continue;
                }
            } else if (!is_wanted(field, signatures_)) {
                continue;
            }
            if (has_unhashable_control(field.value)) unhashable_.push_back(lower_ascii(field.name));
            const DKIM_STAT status = dkim_header(handle_.get(), unconst(field.raw), field.raw.size());
            if (!own) continue;  // another field that it does not take cannot be named in h= either
            if (status == DKIM_STAT_OK)
                fed_.push_back(*own);
            else
                refusals_.at(*own) = fmt::format("libopendkim refuses the field ({}: {})", status, last_error());
        }
    }

    [[nodiscard]] std::optional<std::size_t> index_of(const Field& field) const {
        for (std::size_t i = 0; i < signatures_.size(); ++i)
            if (signatures_[i].field == &field) return i;
        return std::nullopt;
    }

    [[nodiscard]] Expected<SignedHashes> hashes_of(std::size_t index) const {
        if (!refusals_.at(index).empty()) return failed(refusals_.at(index));
        for (const std::string& name : signatures_[index].parsed->signed_fields) {
            if (std::find(unhashable_.begin(), unhashable_.end(), name) != unhashable_.end()) return failed("signed field " + name + " has control characters");
            // RFC 6376 section 3.5 lets a signature sign others; it cannot be hashed without those that were not let through.
            if (left_out_ && name == signature_name) return failed("it signs DKIM-Signature fields, and one of them was refused");
        }
        const auto position = std::find(fed_.begin(), fed_.end(), index);
        if (position == fed_.end()) return failed("libopendkim lost the signature");
        DKIM_SIGINFO* signature = listed_[position - fed_.begin()];
        // NOKEY is the sign of a complete set-up: no_key() was asked. Any other error leaves no hashes behind.
        if (const DKIM_SIGERROR error = dkim_sig_geterror(signature); error != DKIM_SIGERROR_NOKEY)
            return failed(fmt::format("libopendkim: {}", dkim_sig_geterrorstr(error)));

        void* header = nullptr;
        void* body = nullptr;
        std::size_t header_bytes = 0;
        std::size_t body_bytes = 0;
        if (dkim_sig_gethashes(signature, &header, &header_bytes, &body, &body_bytes) != DKIM_STAT_OK || header_bytes != sha256_bytes ||
            body_bytes != sha256_bytes)
            return failed("libopendkim has no hashes");
        return SignedHashes{std::string(static_cast<const char*>(header), sha256_bytes),
                            std::string(static_cast<const char*>(body), sha256_bytes)};
    }

    [[nodiscard]] const char* last_error() const {
        const char* text = dkim_geterror(handle_.get());
        return text == nullptr ? "" : text;
    }

    const Prescan& mail_;
    std::span<const SignatureInMail> signatures_;
    std::vector<std::string> unhashable_;  // lower-case names of fields that the library would hash wrongly
    std::vector<std::string> refusals_;  // of the library, by index of the signature; "" when it took the field
    std::vector<std::size_t> fed_;       // indices in the order of the library's list
    bool left_out_{false};               // a DKIM-Signature field was not fed
    bool ran_out_{false};                // of memory; outlives handle_
    Handle handle_;
    DKIM_SIGINFO** listed_{nullptr};  // owned by handle_
};

}  // namespace

std::vector<Expected<SignedHashes>> hash_signed(const Prescan& mail, std::span<const SignatureInMail> signatures) {
    if (signatures.empty()) return {};
    return Hasher(mail, signatures).run();
}

}  // namespace tlsrpt::dkim
