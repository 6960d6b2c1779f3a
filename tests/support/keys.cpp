#include "support/keys.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>

namespace tlsrpt::test {

namespace {

constexpr std::string_view rsa512 = R"(-----BEGIN RSA PRIVATE KEY-----
MIIBPQIBAAJBAPamAKuFg7Awt+CUykFkKrFG2hdfmdEIx3vcW7GyiETbHYRVeE9g
z1o0T8aX2AOgyE7fgGVPX9nj6EfcSnSkwrcCAwEAAQJBANSeb29sjgPhS3Fm8h+C
qKbfa/vAJsmipswoPkclnwCyrTSzz3LoGANShuzaa5lTp+e+ylkopdNb/zQl4tJf
mEECIQD9ix44pNUqUo1Ew+vAoDPtUt5dpiDqxVf+ijPAMbONVwIhAPkJyE5uQfOG
ZtPpZ1pXMHlKaYUh2ifdmGmdluP487mhAiEA6ET4LKAkgB8cN7DcWpzotTNDbrtw
UGL1V8Q34IwnlwUCIQCW8DfoWWk9mSMvoxJSLfAiQ1iLKUZYzTT4Jlxy1cuaoQIh
AOW8N960tCPIUMf2GJ9SH/oqDzv8+Hs6fw/xAfECmBeJ
-----END RSA PRIVATE KEY-----
)";

constexpr std::string_view rsa1023 = R"(-----BEGIN RSA PRIVATE KEY-----
MIICWQIBAAKBgE9JIddHr/0Q4WvIkc12Z6fYCgMyutBuqVPsECG59Qeq5owDgBJ8
KlTZQ3k9o98AEUQyESE4IIwON95CD5cRNB+6icRSfijxnzLcJz6SfL1G1E4KgVwv
xtlaRGXDbwy0038QmHq1m2JoJY+NBzNaojmjYCLVtnvbsz6kEfFVd8shAgMBAAEC
gYADxkeGKDOIqLUSnInUbj6hDvfrDw81vQ7yn9pkwKWZp9kx8Ti3qJGbWHyN2RFk
HGy2AmwuWK2z/TlLq3lyh68jhVUwT0WXmUbeYUWFrIALrDI4w6TvZGDGczhGqgtG
tv2+/NE+qCkeg3QxUQUqaDBN07W8BFrtcTgrfS4d7GS7wQJBAMI4bykGxxnA93hW
OHS0ovwUM8hPxTs/is1evI1t2krJToSN06avqprbK4BbfyZIW6bPTItZF3wRtF/G
6LKl/fMCQGiBca2Ts1S2OBiqYdkLsuM12XL082a67mL9yydniN/T35kml9h1BDoI
W76utGvsaNDzUi45zGcMJg2t5aPqE5sCQEh1SXNi5fDDvw+UCyfvJEcrOk5nBEwg
XqZTy8Bv1VrFU5e8WdP8AYgYcFhIylz77cWD3Si3qj1NVZ/N046iwuUCQE8dyED/
c6FrPja2LtORfsFykAful6KrXDQHLVjMkhvZnAqm5AgUNrn0f/hw7NhTptqhixLB
4RQWZ2ytvQ+F84cCQCyBO7WUIu5TComaMIxixQ/TaWq49l+zH2BfdfBPAPtO2W5G
9AwMPmIEa9UcDEvQPg6Sbm/Pm/JTiYm3d/ArkCE=
-----END RSA PRIVATE KEY-----
)";

constexpr std::string_view rsa1024 = R"(-----BEGIN RSA PRIVATE KEY-----
MIICXQIBAAKBgQC/hdRBr3lgvsD7+KVA2x2UigAB2Tr13PqObLUhc0w7jCmrg+SA
ICG5zaEhGiCaWBkhq/7nWCWoNWhMdseFi1UnL+EUpKIt4XqkWHMAtR72y6Y14cKh
Vofjz4fGraIlxhzXAolwCalherXMjmxND2i+Di6ho6D5OOzT6Lu8jJAGzQIDAQAB
AoGAVefdcSkYNIDbZyn8Vb7y4bGUlz+s5qMb785q4Hoq83rHJhue3qmK9yB46bQi
c5iYjTXsvDAZk/2AruuISypYItj9K2ooXSCNPFJDle9LULzNx9FfMDmb/YyWBQH6
Ua+ir0z9P3V+hDBf6uG2g7E3rNiB/fc0s8Ahf7pkacgT8wECQQDfTi7Y7WXMlkn1
czBoooi5jFklXMmGkyo1S4qQN43t3NUNcmCXcoJlYny4QfkvGojslFTwXTIK3tud
F7yh9e2RAkEA25Bi0r6lYNiJWSRRlHp6nDLVUtKVPH+5AVmEU8OrF14CcqoPCgGy
9Ro5bHb8jEou/68TCdcsMXUd2SNIt3MXfQJBAK8efgiqq7G0jo2JZwY3qGdylBqD
2JrL4EbpVeHhX1GRZBdmgi9iorXldY9+VW9GLOjzLmVNgMgbmzhn/As7dLECQQDO
X8iDje6kOOPgheKoTPcyGhWo44aidurN+fYHRcNrE1H5tR6tqSssdpnC+ZQnyRKk
AUtD1JwVYJ/NmPygce2BAkAMopPgh8wZxJeXXQMEf07I+5ajV64EmQ9FTxyL8hMB
/fSRVYD4dpotPrIjBsFTrAyZHRCa7346RJVpAVNf43yY
-----END RSA PRIVATE KEY-----
)";

constexpr std::string_view rsa2048 = R"(-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEA50mjQGG2KCJUZYfHdDyw1lZnZTc+PW3tRdphUH0sc9zfBmbx
ILvupAGyPLK1NM1btjmBpbK5v3EmgluCu7y55JHqblXeia0XvOiswbmCMiTxDBrw
F3UQmHDC04J55vyt2+NXJupbCxkESFQ1vt6B0eNNpfId2YamgE6O8KoJP7iRJqvA
YZN3EM6PFDmxk/eGjac0RLbECNmhf54l83qyYGpVDg6GIYi4LW5SWS7xBVbWUxNf
xamTvKcsz9DURS/IcEghG7CqpWrSuDl/hSNuZS/ycdhPFUIa0p4AIPfqVo43YcPF
6pyHhS1Pt9RaQxwKFYxs+CLEHgJbFh7AQM4ybwIDAQABAoIBADEGU1PMwmM8b547
yyPQz30HQJBcRtWXjPE/ClyYw8jlWuLNBDR3kWxzLZgfGzjPhK6Z/uij+ypgrhR4
mDv6E38nDMWJbwvIxFzXBvNjQn0lhnCV7ylRt4xQboONxxAWpDWVOT5284hlK5q3
OtMz79mQ8D8KFJisqXNN84+Aw0gdjGr8EO9J345P8bsx8obCJqwOYob+7RWDlR0n
FkBVeWQnniK214OJIdb85/h9dRgp9FzhpyKiOpDLoQZVmy6w96tYHueChM7Y6vol
FvUeciYBdjV3dmVH3nMGlRK61xBQZMKbGN7TwWPaiP1SVcerrcykcFCkzJezBgp7
WEdwBNECgYEA/egEye2QDiHsqnNZl7t/lnbQv01C34axgp9wP2iT8cFPpR0a6ORE
Rjf1Tufk0Z3EWso63l87ZyF0r0k9CQDgCnI8Ii0AMPiL3cyW2C7EH3dPBf4rAkkG
/N61utX8MdJI65X++YsUJ2W2klxRM8aoc9eogOSX8Tr6wUPjIIm5nVECgYEA6THf
TzeGcuik8vjzh57d6daO1TY6+X/nxme6CGzGmYXidzZKFf6bjyNkX87qwz3Bx2YN
Z35YCbO/6gr0z4vGS6WTSMqipeWiyBUpr9ab6jMhihKL07x6lwCmaht8PsQGZese
Sak1KqjjBPkwqY8aGTUaz/ZLSXvT54ZpKkrj478CgYAzntQ6aX38IZGIJeN1Ib2S
zZ0rB34tC6lTMS8U9SH+6JpUq1IpPx9SV1YcMLEonLaq7qqBQ0NEeFzMtkseZXsn
JIptOFDto9prwYh5cyiUbSE3yrDbyhUNnAm+bnrTdjk1DE3GVixGxjsUDojDygO9
aX7slYz+kksgt7iZiOafwQKBgQCjhmKHBXPVvoh1DdiQgPoy0U+F+ipu7Z+VhQVy
hPzbiYRefoaDV/Cz9mibutjrorHxZwH9Uh7gZtksgRRdOjIKuAhJYjeeSCLXVefO
s5rQJ5zcWtcM2r3IiB8qhy2gQgwOikrJ8ssiqB3STgAu1vfBN3ke3iK7XAcj8yBq
FOwrtwKBgFlWGHuCiY1y5OLyPOKY4rEglns1VW/ilRIWLMxywzUUyzfvwbjZ5o8Z
7liURZWggImvwDUp0mVaBuaw/L+Ubg9DxDxdl9IIvKJ7MMbypOVcd2pgdDxwoOqe
nNLd6NYabCTmedeUJkwuQGBmsFgu6Ls3Bvq+C4ru855qnsgXhd7S
-----END RSA PRIVATE KEY-----
)";

constexpr std::string_view rsa4096 = R"(-----BEGIN RSA PRIVATE KEY-----
MIIJKQIBAAKCAgEA0w/g0OJ7B8ks+CHOGoW6N+JPSbqcVgjd4rzJ34eH+xV3iodL
YnOj7IVUxfukbgsUzrkH4+nnsaXSfdNIF1sN2TUb+3oPil5NgKFJmvro5DqwNHna
Wlhlua6CwzuME/5CLdoR2mOHcopj1DigiumIGCQiOKT3Q+u1FtT3iUvGVc/C7T6y
6L4f5KHGCp0pZtjwljkkKQgG+UKVzQNtZrVQk9ZRqLR/DcF9v/qiKcIQ4Zs7o/vB
mSWaS0G2+cQr+1/+xWclmx6T0xYuto9Yw+y1HgER7FTpEYP4QwqAMai3HUo7PtVZ
wyBHVmaHhd6oI8HFqJ1G7huXtaIm6IyI/Y+Ofu6SrL7oydoy1k36VUAPmBKHWQvi
tOi7I6mOq+23W+vs5JdIzF/0pA/ga9WpQW6Ro0UjX/ir2+2y9JUZUqD1trlLVtC7
xLthVAW2BNzAMr9wWiCP565YyqJmQMPLx8wuQI9dn3NDp/4hLA5gHQaRPMxOKIDB
5/m+FgKUzmzatMMNARTGorM8xHSqjRmYXA7M5KbGFX2lk8cNUeMqcG40aEf7VYus
fWGeJh6+c1qQovIvSDijVxRRWdL43lQV3Y9mMJxzXsTuaOd4B091CUjNR4T+2IrR
yrgLba4bWfPhQeBEbL2r4cFEWPQ1UAmUQpGYEwiSLJJMjvkun7UMkdEozlcCAwEA
AQKCAgAcfrhLe0hA9NgtZ+L7kbJieRtbSOZydx/9zJ80noetTmilOz7iO9qVxCp9
0EuSz8wvXKvECYBOa6TPeAbzoEduW807Vm9irvintR7K3bUzmvjPHORt7iFNwFHH
KfLvgBRPPHHMmkNfI2/25u5F0uGc4MP+AcegU+JPAtGop6JPU41tmlltMr37kBu8
sxsz13Yj0fMf1wWaAXNYCm5qv2/xha3gqP2+TbE8ign6uUiuLNcQfJzWoE0EfArI
DcQiXAN5g0OAfdBXX1dPLms9iGerdVmGHrCYvMh3xKMqES0nty3ofcVwopr+/zis
yjLJIRAeg51f6DnDO/Ek1FRqZ0dFfPomzoPdBW8Ld+cjZGUoIyyDeMBQeXrKW8sJ
8ClP/AQH7nEnepi/9/YJWJxDxQdviOnALghyDE4h74OZL2UPB+iIdHGLG332B2+K
yifU6oWQNn9kg9fMns1vRDhRaXqKLlEkxRWL5UHG65CnWireWWpryWT4yCE/ZLjW
RnCphY/cyF+Hr1vPtntBo4WQtnWR+iqOX4EJfukHXiquHTWK8Y8kUPPYeSsp42y1
lhqXum4TQVva1vDh/og+3VJxRB3hCdAxrPJcKCgRWR3I3pRdXXV4xNUMp/EI67Zy
D1EITdmTtHIRBTn39PG1lkg2IrdESEm7xOxdY3ieDCITj68GgQKCAQEA877IvWne
ZJ+/hMj3GapL+yUfUUM8k+DqScVaJBWTsHgdYYjvMK5jwc5h3sLQxjSx7QYiNeaF
7ivSp5kHX5hUbB2H6Yk5Eg9z2cVSH6JyPc1HJJrnWkRSVeGQEaxs5exK+rE1LJ0a
NHbw+/q2pVGaLxQUHWYThLWO1MH/1iPA5B3QUBC/K0rXXYQ0ldQxOzW6QPf03KzU
EuqN/mlFyqbRNfdUuoucAMWEuoRzKRJMdBeemEN2hLtmu4lm9WzDR9WXRtUQbzJg
rx6vJKCjjHIQ5Zm5cZUEPNL7p2+H86zEgIuh13BZ4IUA0XV7mwOmI60BsWYWMGGv
srmvQ7chcPU76wKCAQEA3axuoklZXhQ4YPVStLsKHURn3p8z/1j0q4z5C0YeLtdE
l6CtKbZv91QzNE60NTt60vwcNGblXmxVYYlNBTwZPxJ8IE+5HUC0CYWydUlLUTBr
hIhbbpLWFSOH6P3cd7wRGatmZHFJ4zGESqeDsbvqtQui3ClOwSBh+M+2Ewq+dDBl
Tdgk1hQ1tDp6zo1rSessuE6TJOxzyOUDkdS3mqbQuyfxExdZXQmczZVma1rBSLAI
ixsCvJ0ZEZWAd571hLI+YLFqqATpXMxWvod+YFA4a+2BZ4kdmWCyASJlC7BVmCUS
teu/rm7gRLn4TyY9rPOpMbt6agPNsEs7TMI8egz4RQKCAQBITwbaOjgBfeqhB8VW
VdDolmCuCNZFwGmArQ1KuyPvLBL7RlY/CN0LN6CNJxosUqGeAT3Q46xDtbhug9VO
JLCWykPxogXON8tUhVcRj214rBc44sNTYgVS+PF2bMJ5ixnLORrfO1P00Hw5JG1e
qdClur0k441Sx1GyCENPUZf9lGKh/fXYcAFn+rpm4GYifJPehjCb7qGTYwXwvWY4
8jgKXG9ET/pduDrh4j0PqCAKKJ+h6BGW2sllRSPIFxXvj4urNbYEZtuL1/x5TzZ1
ibk9g9chvOVe7fA+AbZBMbWxtLq0YN4o3wwZF1Mt720wFDj2WaSngbNPwAogeolv
KzE1AoIBAQDdGhhflnmk9NYnH4qW6dh0yL4xtunOT5P7aGkfbZi9b8ni00jkyitz
rnBERBxK3EDuILihK+CsBbJDzwcbqY4k8vML53jkTJ1Gwiv2AF03ZexYDQnliGAw
RXhSVKOKafNEf0lp9fWUvtcM/3jD1oOMgUa4AhujVgFigwtAgv7kNUFWG7jiLtZC
JfJIA5Z37DJ2wyjRM2dpgcPFuT5I6wpXIse6GxfvTJ8yD0pQ2fzf23UqCo74Qlm2
yD+TEOIisQa2uz9+xydcgBQlhk/vERS10fe4pXL4gRILP5s5xXAaiR/YhIR0H/Nh
mXyqtaHe2EpyaGT5SUHoDaHgNfzMYBNhAoIBAQCKNY36atb4/CXq5ATItN8SI0QO
08R6+7mmB2yDzzcK4zf790vBoT/KDH9P1S18SIKI5oD/7BfutkeT/CsTCV7CSOWY
F2TiEQjlBawqrDQ5qYaKlMy5u9o3ML5ehgNrhp+KdcYqZV7/apX4xq7fy4RfyG6q
rGdjggD/gbRr5znIqluZOK6ETpaImBS/SP3r2vd7590LfF80F2vYI9ngmb9E0C53
o2W18pkTXgnbzw3oaf5KdiyuPetqkXxA/IrkzFgaw6qIw7Aw+aP70bRpH/kJ8eLx
KYd2KKx3nTW3j3ocH34MMAfnXQ7GJQQXrh7nZkFfpkPuJK13UBck+4fBD8pH
-----END RSA PRIVATE KEY-----
)";

constexpr std::string_view ed25519 = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIICjuQ/q8hrDBR+AGKHA1te++MlaL85rN868mypxnz+r
-----END PRIVATE KEY-----
)";

struct FreeKey {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

Key load(KeyKind kind) {
    const std::string_view pem = private_key_pem(kind);
    BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    Key key(PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr));
    BIO_free(bio);
    if (!key) throw std::runtime_error("a test key cannot be read");
    return key;
}

/// The octets that one of OpenSSL's i2d functions writes.
std::string der_of(const Key& key, int (*encode)(const EVP_PKEY*, unsigned char**)) {
    unsigned char* octets = nullptr;
    const int length = encode(key.get(), &octets);
    if (length <= 0) throw std::runtime_error("a test key cannot be encoded");
    std::string der(reinterpret_cast<const char*>(octets), static_cast<std::size_t>(length));
    OPENSSL_free(octets);
    return der;
}

}  // namespace

std::string_view private_key_pem(KeyKind kind) {
    switch (kind) {
        case KeyKind::Rsa512:
            return rsa512;
        case KeyKind::Rsa1023:
            return rsa1023;
        case KeyKind::Rsa1024:
            return rsa1024;
        case KeyKind::Rsa2048:
            return rsa2048;
        case KeyKind::Rsa4096:
            return rsa4096;
        case KeyKind::Ed25519:
            return ed25519;
    }
    throw std::logic_error("no such key");
}

std::string public_key_octets(KeyKind kind, PublicForm form) {
    const Key key = load(kind);
    if (kind == KeyKind::Ed25519) {
        std::array<unsigned char, 32> octets{};
        std::size_t length = octets.size();
        if (EVP_PKEY_get_raw_public_key(key.get(), octets.data(), &length) != 1) throw std::runtime_error("no raw public key");
        return {octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(length)};
    }
    return form == PublicForm::RsaPublicKey ? der_of(key, i2d_PublicKey) : der_of(key, i2d_PUBKEY);
}

std::string public_key(KeyKind kind, PublicForm form) { return encode_base64(public_key_octets(kind, form)); }

std::string key_record(KeyKind kind, std::string_view tags) {
    const std::string type = kind == KeyKind::Ed25519 ? "ed25519" : "rsa";
    return "v=DKIM1; k=" + type + "; " + std::string(tags) + "p=" + public_key(kind);
}

std::string encode_base64(std::string_view octets) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < octets.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i) group = group << 8 | (at + i < octets.size() ? static_cast<unsigned char>(octets[at + i]) : 0u);
        for (std::size_t i = 0; i < 4; ++i) text += at + i > octets.size() ? '=' : alphabet[group >> (18 - 6 * i) & 63];
    }
    return text;
}

}  // namespace tlsrpt::test
