// Where the nodes of a JSON document live: side by side in a few large blocks, given back all at once.
//
//     allocate, allocate, … deallocate, … the last deallocate  →  the blocks are free for the next document
//
// Rules:
//   - A node that dies before the others leaves a gap: a document is built, looked at, and dropped.
//   - When nothing lives any more the blocks are free, but for the first, which stays. Whatever lives too long costs memory, and nothing dangles.
//   - One arena for each thread; a document dies in the thread that made it.
//   - With a sanitizer each node is allocated by itself, so that what a document does wrong is seen.
//
// Throws std::bad_alloc as operator new does.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <vector>

namespace tlsrpt::report {

class Arena {
public:
    void* take(std::size_t bytes) {
        constexpr std::size_t alignment = alignof(std::max_align_t);
        bytes = (bytes + alignment - 1) / alignment * alignment;
        if (bytes > room_) add_block(bytes);
        void* const place = next_;
        next_ += bytes;
        room_ -= bytes;
        ++living_;
        return place;
    }
    void give_back() noexcept {
        if (--living_ == 0) rewind();
    }

    static Arena& of_this_thread() {
        thread_local Arena* const arena = new Arena;    // never destroyed: a static document outlives what is local to the main thread
        return *arena;
    }

private:
    static constexpr std::size_t first_block_bytes = 64u << 10;
    static constexpr std::size_t largest_block_bytes = 1u << 20;

    struct Block {
        std::unique_ptr<std::byte[]> octets;
        std::size_t bytes;
    };

    void add_block(std::size_t least) {
        std::size_t bytes = blocks_.empty() ? first_block_bytes : blocks_.back().bytes * 2;
        if (bytes > largest_block_bytes) bytes = largest_block_bytes;
        if (bytes < least) bytes = least;
        blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(bytes), bytes});
        use(blocks_.back());
    }
    void rewind() noexcept {
        blocks_.erase(blocks_.begin() + 1, blocks_.end());
        use(blocks_.front());
    }
    void use(const Block& block) noexcept {
        next_ = block.octets.get();
        room_ = block.bytes;
    }

    std::vector<Block> blocks_;
    std::byte* next_{nullptr};
    std::size_t room_{0};      // from next_
    std::size_t living_{0};
};

template <typename T>
struct ArenaAllocator {
    using value_type = T;

    ArenaAllocator() = default;
    template <typename Other>
    ArenaAllocator(const ArenaAllocator<Other>& /*other*/) noexcept {}    // NOLINT(google-explicit-constructor): an allocator's rule

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
    void deallocate(T* place, std::size_t count) noexcept { std::allocator<T>{}.deallocate(place, count); }
#else
    T* allocate(std::size_t count) {
        static_assert(alignof(T) <= alignof(std::max_align_t));
        if (count > static_cast<std::size_t>(-1) / 2 / sizeof(T)) throw std::bad_array_new_length{};
        return static_cast<T*>(Arena::of_this_thread().take(count * sizeof(T)));
    }
    void deallocate(T* /*place*/, std::size_t /*count*/) noexcept { Arena::of_this_thread().give_back(); }
#endif
    bool operator==(const ArenaAllocator& /*other*/) const noexcept { return true; }
};

}  // namespace tlsrpt::report
