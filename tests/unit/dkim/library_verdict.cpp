#include "library_verdict.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "dkim/opendkim.hpp"

namespace tlsrpt::test {

namespace {

using Records = std::map<std::string, std::string>;

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

DKIM_CBSTAT look_up(DKIM* handle, DKIM_SIGINFO* signature, unsigned char* buffer, std::size_t size) {
    const auto* records = static_cast<const Records*>(dkim_get_user_context(handle));
    const auto text = [](const unsigned char* octets) { return std::string(reinterpret_cast<const char*>(octets)); };
    const auto found = records->find(lower(text(dkim_sig_getselector(signature)) + "._domainkey." + text(dkim_sig_getdomain(signature))));
    if (found == records->end()) return DKIM_CBSTAT_NOTFOUND;
    if (found->second.size() >= size) return DKIM_CBSTAT_ERROR;
    std::memcpy(buffer, found->second.c_str(), found->second.size() + 1);
    return DKIM_CBSTAT_CONTINUE;
}

unsigned char* unconst(std::string_view octets) {
    return const_cast<unsigned char*>(reinterpret_cast<const unsigned char*>(octets.data()));
}

}  // namespace

bool library_passes(const Prescan& mail, const Records& records) {
    const dkim::Library library(dkim_init(nullptr, nullptr));
    std::uint64_t drift = 1'000'000'000;
    if (!library || dkim_options(library.get(), DKIM_OP_SETOPT, DKIM_OPTS_CLOCKDRIFT, &drift, sizeof drift) != DKIM_STAT_OK ||
        dkim_set_key_lookup(library.get(), look_up) != DKIM_STAT_OK)
        throw std::runtime_error("libopendkim");
    DKIM_STAT status = DKIM_STAT_OK;
    const dkim::Handle handle(dkim_verify(library.get(), unconst("test"), nullptr, &status));
    if (!handle || dkim_set_user_context(handle.get(), const_cast<Records*>(&records)) != DKIM_STAT_OK)
        throw std::runtime_error("libopendkim");

    for (const Field& field : mail.fields) dkim_header(handle.get(), unconst(field.raw), field.raw.size());
    const std::string guard = "X-Guard: x";
    dkim_header(handle.get(), unconst(guard), guard.size());
    dkim_eoh(handle.get());
    if (!mail.body.empty()) dkim_body(handle.get(), unconst(mail.body), mail.body.size());
    if (!mail.body.empty() && !mail.body.ends_with("\r\n")) dkim_body(handle.get(), unconst("\r\n"), 2);
    dkim_eom(handle.get(), nullptr);

    DKIM_SIGINFO** signatures = nullptr;
    int count = 0;
    if (dkim_getsiglist(handle.get(), &signatures, &count) != DKIM_STAT_OK) return false;
    return std::any_of(signatures, signatures + count, [](DKIM_SIGINFO* signature) {
        return (dkim_sig_getflags(signature) & DKIM_SIGFLAG_PASSED) != 0 && dkim_sig_getbh(signature) == DKIM_SIGBH_MATCH &&
               dkim_sig_geterror(signature) == DKIM_SIGERROR_OK;
    });
}

}  // namespace tlsrpt::test
