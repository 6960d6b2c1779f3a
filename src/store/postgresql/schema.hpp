// Which schema a PostgreSQL database has, and how it comes to ours.
//
//     URL → is it ours, how old is it → Connection that may be written or read
//
// Rules:
//   - Table store_schema, in the first schema of the search path, holds the version. It is read before anything is written; tables that are not ours, or
//     newer than this program, are left exactly as they were found.
//   - Each migration is one transaction under an advisory lock, and looks at the version again inside it: several hosts may start at once.
//   - A role that may not make tables is no error as long as there is nothing to make.
#pragma once

#include <memory>
#include <span>

#include "store/postgresql/connection.hpp"
#include "store/sql/migrations.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::postgresql {

/// The schema of this program.
unsigned current_version();

/// For writing; fills an empty database. @param token  make_token()
/// @throws store-unavailable  no server, not our tables, newer, or older (needs migrate)
std::unique_ptr<Connection> open_for_writing(const StoreOptions& options, const std::string& token);
/// The same for a copy: tables that hold one which is not finished are for nobody else.
std::unique_ptr<Connection> open_for_copying(const StoreOptions& options);
std::unique_ptr<Connection> open_for_reading(const StoreOptions& options);

/// Whatever is there, also what is not ours.
std::unique_ptr<Connection> connect_to_look(const StoreOptions& options);

Migrated migrate(const StoreOptions& options);

/// What runs migrations: one transaction, which does nothing when the schema is not the one before the first of them.
std::string script_of(std::span<const sql::Migration> steps);

/// As it stands there, also when it is newer than ours; 0: none.
unsigned stored_version(Connection& db);
/// 0: none of ours. @throws store-unavailable  what is there is not ours, or newer; no such version is touched
unsigned version_of(Connection& db);

}  // namespace tlsrpt::postgresql
