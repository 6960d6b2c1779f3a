// The work of a real cell: the pure calls, behind the wire format.
#include "examine/cell_process.hpp"
#include "examine/preview.hpp"
#include "examine/wire.hpp"

namespace tlsrpt {

CellWork examiner_work(const Limits& limits) {
    return [limits](const CellRequest& request) {
        switch (request.kind) {
            case CellRequest::Kind::Preview:
                return encode(preview(request.mail, limits));
            case CellRequest::Kind::Attempt:
                return encode(attempt(request.mail, *request.keys, {.earliest = request.earliest, .latest = request.received_at}, limits));
            case CellRequest::Kind::Examine:
                break;
        }
        return encode(examine(request.mail, *request.keys, request.received_at, limits));
    };
}

Expected<Cell> Cell::start(const Limits& limits) { return start_cell(limits, examiner_work(limits)); }

}  // namespace tlsrpt
