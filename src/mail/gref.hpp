// One reference to a GObject, given back when it goes out of scope.
//
// GLib's documentation says of each function whether the caller gets a reference ("transfer full") or only looks at the
// object ("transfer none"); adopt() and retain() are named after what to do in either case.
#pragma once

#include <glib-object.h>

#include <utility>

namespace tlsrpt {

template <typename T>
class GRef {
public:
    GRef() = default;
    /// Takes over a reference that the caller owns (transfer full).
    static GRef adopt(T* object) { return GRef{object}; }
    /// Adds a reference of its own (transfer none).
    static GRef retain(T* object) {
        if (object != nullptr) g_object_ref(object);
        return GRef{object};
    }

    GRef(const GRef& other) : GRef(retain(other.object_)) {}
    GRef(GRef&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    GRef& operator=(GRef other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~GRef() {
        if (object_ != nullptr) g_object_unref(object_);
    }

    [[nodiscard]] T* get() const { return object_; }
    explicit operator bool() const { return object_ != nullptr; }

private:
    explicit GRef(T* object) : object_(object) {}

    T* object_{nullptr};
};

}  // namespace tlsrpt
