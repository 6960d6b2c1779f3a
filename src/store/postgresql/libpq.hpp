// The functions of libpq, loaded when the first PostgreSQL store is opened.
//
//     libpq() → table of functions, or an error that says what is missing
//
// Not linked: libpq brings fifteen more libraries (Kerberos, LDAP, GnuTLS), whose loading costs every run of tlsrpt-ingest milliseconds, also where the
// store is SQLite (docs/decisions/0014-postgresql.md).
#pragma once

#include <libpq-fe.h>

namespace tlsrpt::postgresql {

// Each function once; the table, and what fills it, follow from this list.
#define TLSRPT_LIBPQ_FUNCTIONS(X)                                                                                                                  \
    X(PQclear) X(PQcmdStatus) X(PQcmdTuples) X(PQconnectPoll) X(PQconnectStartParams) X(PQconsumeInput)                      \
    X(PQenterPipelineMode) X(PQerrorMessage) X(PQfinish) X(PQflush) X(PQftype) X(PQgetResult) X(PQgetisnull) X(PQgetlength)           \
    X(PQgetvalue) X(PQisBusy) X(PQntuples) X(PQpipelineSync) X(PQresultErrorField) X(PQresultStatus)          \
    X(PQsendPrepare) X(PQsendQueryPrepared) X(PQserverVersion) X(PQsetNoticeProcessor) X(PQsetnonblocking) X(PQsocket)        \
    X(PQstatus) X(PQexec)

struct Libpq {
// NOLINTNEXTLINE(bugprone-macro-parentheses): a member is named
#define TLSRPT_MEMBER(name) decltype(&::name) name;
    TLSRPT_LIBPQ_FUNCTIONS(TLSRPT_MEMBER)
#undef TLSRPT_MEMBER
};

/// @throws store-unavailable  libpq is not installed, or older than 14
const Libpq& libpq();

}  // namespace tlsrpt::postgresql
