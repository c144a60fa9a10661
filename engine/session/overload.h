// One visitor from several lambdas, for std::visit over commands.
#pragma once

namespace cryo::session {

template <class... Case>
struct Overload : Case... {
    using Case::operator()...;
};
template <class... Case>
Overload(Case...) -> Overload<Case...>;

}  // namespace cryo::session
