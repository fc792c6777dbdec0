// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

namespace shop
{
template <typename T> struct box {
    T *p;
    explicit box(std::size_t n) : p(new T[n])
    {
    }
    __attribute__((noinline)) T operator()(std::size_t i) const
    {
        return p[i];
    }
};
} // namespace shop

extern "C" char *cxx_array(unsigned n)
{
    shop::box<char> b(n);
    return b.p;
}

extern "C" void cxx_delete(char *p)
{
    delete p;
}

extern "C" char cxx_peek(char *p)
{
    shop::box<char> b(1);
    delete[] b.p;
    return b(0) + p[0];
}
