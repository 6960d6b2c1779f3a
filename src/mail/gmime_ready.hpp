// GMime's global state, set up once.
#pragma once

namespace tlsrpt {

/// Call before anything of GMime. message/* is then a plain part, whose body GMime never opens (message.cpp says why).
void prepare_gmime();

}  // namespace tlsrpt
