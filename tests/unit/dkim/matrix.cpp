#include "matrix.hpp"

#include <set>
#include <stdexcept>

namespace tlsrpt::test {

KeyAnswer found(std::string text) { return {KeyAnswer::Kind::Found, std::move(text), "", KeyAnswer::Dnssec::Secure}; }

KeyAnswers keys_with(std::string record) { return {{std::string(matrix_key_name), found(std::move(record))}}; }

KeyAnswers usual_keys() { return keys_with(key_record(KeyKind::Rsa2048)); }

Case signed_case(std::string name, std::string section, Slug slug, std::string detail, SignOptions options) {
    const KeyName key_name = options.selector + "._domainkey." + options.domain;
    return {std::move(name),  std::move(section), sign(make_report_mail(), options), {{key_name, found(key_record(options.key))}}, slug,
            std::move(detail)};
}

Case bent_case(std::string name, std::string section, Slug slug, std::string detail, std::function<void(SignatureTags&)> bend) {
    SignOptions options;
    options.bend = std::move(bend);
    return signed_case(std::move(name), std::move(section), slug, std::move(detail), options);
}

Case record_case(std::string name, std::string section, Slug slug, std::string detail, std::string record) {
    static const std::string mail = sign(make_report_mail());
    return {std::move(name), std::move(section), mail, keys_with(std::move(record)), slug, std::move(detail)};
}

std::string replaced(std::string text, std::string_view word, std::string_view by) {
    const std::size_t at = text.find(word);
    if (at == std::string::npos) throw std::logic_error("nothing to replace: " + std::string(word));
    return text.replace(at, word.size(), by);
}

namespace {

std::vector<Case> all_cases() {
    std::vector<Case> all;
    std::set<std::string> names;
    for (auto part : {signature_field_cases(), key_record_cases(), mail_cases(), several_signature_cases()})
        for (Case& each : part) {
            if (!names.insert(each.name).second) throw std::logic_error("two cases named " + each.name);
            all.push_back(std::move(each));
        }
    return all;
}

}  // namespace

const std::vector<Case>& matrix() {
    static const std::vector<Case> all = all_cases();
    return all;
}

}  // namespace tlsrpt::test
