// Key records as the DNS gives them: TXT rdata, the record's tags, the RSA key in it, and what OpenSSL makes of that.
#include <algorithm>
#include <string>
#include <vector>

#include "dkim/key_record.hpp"
#include "dkim/public_key.hpp"
#include "dkim/rsa_key.hpp"
#include "dns/key_answer.hpp"
#include "target.hpp"
#include "tlsrpt/text.hpp"

using namespace tlsrpt;
using fuzz::require;

namespace {

void check_rsa(std::string_view der, std::string_view signature) {
    const auto numbers = dkim::parse_rsa_key(der);
    const auto key = dkim::PublicKey::rsa(der);
    if (!numbers) {
        require(!key, "no key without its numbers");
        return;
    }
    require(!numbers->modulus.empty() && numbers->modulus.front() != '\0', "the modulus has no leading zeros");
    require((numbers->modulus_bits + 7) / 8 == numbers->modulus.size() && numbers->modulus_bits <= 8192, "the modulus has the size that was counted");
    require((numbers->exponent.back() & 1) == 1 && numbers->exponent.size() <= 8, "the exponent is odd and short");
    if (!key) return;
    require(key->bits() == numbers->modulus_bits, "OpenSSL has the modulus that was counted");
    (void)key->verifies(std::string(32, 'h'), signature);
}

void check_record(std::string_view text, const Limits& limits) {
    const auto record = dkim::parse_key_record(text, limits);
    if (!record) {
        require(record.error().slug == Slug::SignatureFailed, "a malformed record fails the signature");
        return;
    }
    require(record->key_type == lower_ascii(record->key_type), "the type is in lower case");
    for (const std::string& word : record->services) require(record->names_service(word) && record->allows_service(word), "s= allows what it names");
    require(record->services.empty() == (record->allows_service("no-such-service") && !std::ranges::count(record->services, "*")) ||
                std::ranges::count(record->services, "*") > 0 || std::ranges::count(record->services, "no-such-service") > 0,
            "s= allows nothing else");
    if (record->public_key.empty()) return;
    if (record->key_type == "rsa") check_rsa(record->public_key, record->public_key);
    else if (const auto key = dkim::PublicKey::ed25519(record->public_key)) (void)key->verifies(std::string(32, 'h'), record->public_key);
}

void check_rdata(std::string_view rdata) {
    const auto text = join_character_strings(rdata);
    if (!text) return;
    require(text->size() <= rdata.size(), "a record is no longer than its rdata");
    const std::vector<std::string> texts{*text};
    const KeyAnswer answer = answer_from_texts(texts);
    require(answer.kind == KeyAnswer::Kind::Found ? answer.text == *text && text->size() <= Limits{}.max_key_record_bytes : answer.text.empty(),
            "an answer is the record, or none");
    if (is_key_name(*text)) {
        require(text->find("._domainkey.") != std::string::npos && text->size() <= 253, "only names of keys are asked for");
        require(std::ranges::all_of(*text, [](char c) { return c > ' ' && c < '\x7f'; }), "a name is printable");
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    switch (input.octet() % 3) {
        case 0:
            check_record(input.rest(), Limits{});
            break;
        case 1: {
            const std::string_view signature = input.text();
            check_rsa(input.rest(), signature);
            break;
        }
        default:
            check_rdata(input.rest());
            break;
    }
    return 0;
}
